package dev.everfill.launcher.feed;

import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.base.control.ThrottleStore;
import dev.everfill.launcher.eta.Eta;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that {@code status} shows, as it was read at one moment. Pure.
 *
 * @param rates what all instances of a field settle per second
 * @param throttles of the instances that write now
 * @param instances also those that have not been heard of for a while
 */
public record StatusReport(
    List<FieldStatus> fields,
    Map<FieldRef, Double> rates,
    List<ThrottleStatus> throttles,
    List<InstanceStatus> instances,
    Instant now) {

  /**
   * Reads it all, in the caller's transaction.
   *
   * @param schema the control schema
   */
  public static StatusReport read(Connection connection, String schema) {
    InstanceStore instances = new InstanceStore(schema);
    return new StatusReport(
        FieldStatus.all(connection, schema),
        instances.rates(connection, null),
        new ThrottleStore(schema).read(connection, InstanceStore.SILENCE),
        instances.read(connection),
        Instant.now());
  }

  /** The rate of a field and when it will be filled. */
  public FieldRate rate(FieldStatus field) {
    return Eta.of(field, rates.getOrDefault(field.field(), 0.0));
  }

  /** By instance. */
  public List<ThrottleStatus> throttles(FieldStatus field) {
    return throttles.stream().filter(one -> one.field().equals(field.field())).toList();
  }

  /** Of the instance that is slowed down most; 0 if none is. */
  public double utilization(FieldStatus field) {
    return throttles(field).stream().mapToDouble(ThrottleStatus::utilization).max().orElse(0);
  }

  /** Of all instances, each name once with its highest utilization; the highest first. */
  public List<PaceReason> reasons(FieldStatus field) {
    Map<String, PaceReason> worst = new LinkedHashMap<>();
    throttles(field).stream()
        .flatMap(one -> one.reasons().stream())
        .forEach(
            reason ->
                worst.merge(
                    reason.name(),
                    reason,
                    (one, other) -> one.utilization() >= other.utilization() ? one : other));
    return worst.values().stream()
        .sorted(Comparator.comparingDouble(PaceReason::utilization).reversed())
        .toList();
  }

  /** Whether an instance has been heard of lately. */
  public static boolean runs(InstanceStatus instance) {
    return instance.age() <= InstanceStore.SILENCE.toSeconds();
  }

  /** Seconds since a live field's level or rows last moved on; null before it is live. */
  public Double freshness(FieldStatus field) {
    boolean known = field.live() && field.updatedAt() != null;
    return known ? Math.max(0, Duration.between(field.updatedAt(), now).toMillis()) / 1000.0 : null;
  }
}
