package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.sink.PaceSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The pace of all fields that one instance writes: the pipeline's budget, each field's own, and
 * what the signals say; the strictest holds. Safe for all threads; nothing waits inside.
 */
public final class Pace implements Throttle, Lent {
  static final String PIPELINE = "pipeline";

  private final Map<String, Budget> budgets = new TreeMap<>();
  private final Map<FieldRef, FieldPace> fields = new LinkedHashMap<>();
  private final Readings readings;

  /**
   * @param rowsPerSecond of all fields together on all instances; empty for no bound
   */
  public Pace(OptionalLong rowsPerSecond, Readings readings) {
    this.readings = readings;
    rowsPerSecond.ifPresent(rate -> budgets.put(PIPELINE, new Budget("the pipeline", rate)));
  }

  static String scope(FieldRef field) {
    return "field " + field.name();
  }

  @Override
  public synchronized void configure(FieldRef field, PaceSettings pace) {
    OptionalLong rate = pace.rowsPerSecond();
    Budget whole = budgets.get(PIPELINE);
    boolean own = rate.isPresent() && (whole == null || rate.getAsLong() < whole.rate());
    if (own) {
      budgets
          .computeIfAbsent(scope(field), scope -> new Budget("the field", rate.getAsLong()))
          .rate(rate.getAsLong());
    }
    field(field).configure(pace.maxHold(), own);
  }

  @Override
  public synchronized int permitted(FieldRef field, boolean backfill, int wanted, long nowNanos) {
    FieldPace pace = field(field);
    pace.settle(nowNanos);
    int room = 0;
    if (pace.restNanos(readings, nowNanos) == 0) {
      room = Slowdown.rows(pace.utilization(readings, nowNanos), wanted);
    }
    List<Budget> bounds = bounds(field, pace);
    int[] asked = new int[bounds.size()];
    for (int i = 0; i < asked.length; i++) {
      // Who is held back by one bound does not stand in others' way at the next.
      asked[i] = room;
      room = bounds.get(i).room(field, backfill, room, nowNanos);
    }
    if (room > 0) {
      for (int i = 0; i < asked.length; i++) {
        bounds.get(i).begin(field, backfill, room, asked[i], nowNanos);
      }
      pace.begin(room, backfill, bounds);
    }
    return room;
  }

  @Override
  public synchronized void wrote(
      FieldRef field, boolean backfill, int rows, int batches, long heldNanos, long nowNanos) {
    field(field).wrote(rows, batches, heldNanos, nowNanos);
  }

  @Override
  public synchronized long waitNanos(FieldRef field, boolean backfill, long nowNanos) {
    FieldPace pace = field(field);
    pace.settle(nowNanos);
    long wait = pace.restNanos(readings, nowNanos);
    for (Budget budget : bounds(field, pace)) {
      wait = Math.max(wait, budget.waitNanos(field, backfill, nowNanos));
    }
    return wait;
  }

  @Override
  public synchronized boolean alone(FieldRef field, long nowNanos) {
    return bounds(field, field(field)).isEmpty() && readings.alone(nowNanos);
  }

  private FieldPace field(FieldRef field) {
    return fields.computeIfAbsent(field, FieldPace::new);
  }

  /** The field's own before the pipeline's. */
  private List<Budget> bounds(FieldRef field, FieldPace pace) {
    List<Budget> bounds = new ArrayList<>(2);
    if (pace.bounded()) {
      bounds.add(budgets.get(scope(field)));
    }
    if (budgets.containsKey(PIPELINE)) {
      bounds.add(budgets.get(PIPELINE));
    }
    return bounds;
  }

  @Override
  public synchronized List<Ask> asks(long now) {
    List<Ask> asks = new ArrayList<>();
    budgets.forEach(
        (scope, budget) -> {
          if (isAsked(scope)) {
            asks.add(
                new Ask(scope, budget.rate(), budget.demand(false, now), budget.demand(true, now)));
          }
        });
    return asks;
  }

  private boolean isAsked(String scope) {
    return scope.equals(PIPELINE)
        || fields.entrySet().stream()
            .anyMatch(one -> one.getValue().bounded() && scope(one.getKey()).equals(scope));
  }

  @Override
  public synchronized long shrink(String scope, long rows, long now) {
    Budget budget = budgets.get(scope);
    budget.shrink(rows);
    return Math.max(rows, budget.used(now));
  }

  @Override
  public synchronized void lease(String scope, long rows, long until) {
    budgets.get(scope).lease(rows, until);
  }

  @Override
  public synchronized void drop() {
    budgets.values().forEach(Budget::drop);
  }

  /** What bounds each field, for people; to be asked about once a second. */
  public synchronized List<ThrottleStatus> statuses(String instance, long now) {
    List<ThrottleStatus> all = new ArrayList<>();
    fields.forEach(
        (field, pace) -> all.add(pace.status(instance, readings, scarce(field, pace, now), now)));
    return all;
  }

  private List<PaceReason> scarce(FieldRef field, FieldPace pace, long now) {
    return bounds(field, pace).stream()
        .filter(budget -> budget.scarce(now))
        .map(budget -> budget.reason(now))
        .toList();
  }
}
