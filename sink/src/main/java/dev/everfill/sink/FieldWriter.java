package dev.everfill.sink;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.Advance;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.Progress;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.sink.coalesce.Backlog;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.kafka.Arrived;
import dev.everfill.sink.pace.BackOff;
import dev.everfill.sink.pace.BatchSize;
import dev.everfill.sink.pace.Throttle;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.WriteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One field's way from its backlogs to its rows: what goes into the next batch, when, and what is
 * done after a failure. Belongs to the writing thread.
 */
final class FieldWriter {
  /** How long rows that somebody holds are left alone: at first, and at most. */
  private static final Duration RETRY_FIRST = Duration.ofMillis(20);

  private static final Duration RETRY_MOST = Duration.ofSeconds(1);
  private static final Duration FAILED_FIRST = Duration.ofMillis(100);
  private static final Duration FAILED_MOST = Duration.ofSeconds(10);

  private final FieldDefinition field;
  private final String topic;
  private final Target target;
  private final Limits limits;
  private final RandomGenerator random;
  private final Throttle throttle;
  private final FieldRef ref;
  private final Map<Integer, Backlog> backlogs = new TreeMap<>();
  private final Map<Integer, Progress> known = new HashMap<>();
  private final Map<Outcome, Long> handled = new EnumMap<>(Outcome.class);
  private BatchSize batch;
  private BackOff deferredBackOff = BackOff.of(RETRY_FIRST, RETRY_MOST);
  private BackOff failedBackOff = BackOff.of(FAILED_FIRST, FAILED_MOST);
  private long deferredAt;
  private long failedAt;
  private StageStatus.Failure failure;
  private boolean failureTold;
  private String waitingFor;
  private Duration lastHold = Duration.ZERO;

  FieldWriter(
      WriteField field,
      String topic,
      Target target,
      Limits limits,
      Throttle throttle,
      RandomGenerator random) {
    this.field = field.field();
    this.topic = topic;
    this.target = target;
    this.limits = limits;
    this.random = random;
    this.throttle = throttle;
    this.ref = FieldRef.of(field.field());
    throttle.configure(ref, field.pace());
    this.batch = BatchSize.first(field.pace().maxHold());
  }

  FieldDefinition field() {
    return field;
  }

  String topic() {
    return topic;
  }

  /** Takes partitions over and gives where each is to be read from. */
  Map<Integer, Progress> claim(List<Integer> partitions) throws WriteFailure {
    Map<Integer, Progress> claimed = new HashMap<>();
    for (Progress progress : target.claim(field, topic, partitions)) {
      backlogs.put(progress.partition(), new Backlog(progress, limits));
      known.put(progress.partition(), progress);
      claimed.put(progress.partition(), progress);
    }
    waitingFor = null;
    return claimed;
  }

  /** Forgets partitions; what was read of them is read again by their next owner. */
  void forget(int partition) {
    backlogs.remove(partition);
  }

  /** Forgets all partitions. */
  void forgetAll() {
    backlogs.clear();
  }

  void accept(Arrived record) {
    Backlog backlog = backlogs.get(record.shard().partition());
    if (backlog == null || failure != null) {
      return;
    }
    String place = topic + "-" + record.shard().partition() + " at offset " + record.offset();
    if (record.event() == null) {
      fail(Reason.INTERNAL, "cannot read " + place + ": " + record.problem());
      return;
    }
    try {
      backlog.accept(record.offset(), record.event(), record.bytes());
    } catch (IllegalArgumentException foreign) {
      fail(Reason.INTERNAL, place + ": " + foreign.getMessage());
    }
  }

  void reached(int partition, long offset) {
    Backlog backlog = backlogs.get(partition);
    if (backlog != null) {
      backlog.reached(offset);
    }
  }

  /** Whether a partition is still read up to what an earlier owner had read. */
  boolean replaying(int partition) {
    Backlog backlog = backlogs.get(partition);
    return backlog != null && !backlog.writable();
  }

  /** Whether a partition's reading may go on. */
  boolean flowing(int partition) {
    Backlog backlog = backlogs.get(partition);
    return failure == null && backlog != null && !backlog.full();
  }

  /**
   * Writes at most one batch.
   *
   * @param now monotonic nanoseconds
   */
  void step(long now, java.util.function.LongSupplier nanos) throws WriteFailure {
    if (failure != null || backingOff(now)) {
      return;
    }
    Map<Backlog, List<Pending>> rows = next(now);
    if (rows.isEmpty()) {
      return;
    }
    List<Pending> all = rows.values().stream().flatMap(List::stream).toList();
    Target.Written written = target.write(field, all, settled -> settle(rows, settled));
    rows.keySet().forEach(Backlog::committed);
    rows.keySet().forEach(one -> known.put(one.stored().partition(), one.stored()));
    done(written, nanos.getAsLong());
  }

  private static List<Advance> settle(Map<Backlog, List<Pending>> rows, List<Settled> settled) {
    List<Advance> steps = new ArrayList<>();
    int from = 0;
    for (Map.Entry<Backlog, List<Pending>> part : rows.entrySet()) {
      int to = from + part.getValue().size();
      steps.add(part.getKey().settle(settled.subList(from, to)));
      from = to;
    }
    return steps;
  }

  /** The rows of the next batch by backlog; a backlog without rows has a level to store. */
  private Map<Backlog, List<Pending>> next(long now) {
    List<Backlog> ready = backlogs.values().stream().filter(Backlog::writable).toList();
    Map<Backlog, List<Pending>> rows = new java.util.LinkedHashMap<>();
    boolean retry = deferredAt - now <= 0 && ready.stream().anyMatch(one -> one.deferred() > 0);
    int there = ready.stream().mapToInt(one -> retry ? one.deferred() : one.waiting()).sum();
    int limit = throttle.permitted(ref, backfill(), Math.min(batch.rows(), there), now);
    if (limit > 0) {
      take(ready, retry, limit, rows);
    }
    for (Backlog backlog : ready) {
      if (backlog.hasNews()) {
        rows.putIfAbsent(backlog, List.of());
      }
    }
    return rows;
  }

  /** Whether some partition has rows that were never settled. */
  private boolean backfill() {
    return known.values().stream().anyMatch(one -> one.level() == 0);
  }

  private static void take(
      List<Backlog> ready, boolean deferred, int limit, Map<Backlog, List<Pending>> rows) {
    List<Backlog> with =
        ready.stream().filter(one -> (deferred ? one.deferred() : one.waiting()) > 0).toList();
    int left = limit;
    for (int i = 0; i < with.size() && left > 0; i++) {
      int share = Math.max(1, left / (with.size() - i));
      List<Pending> part = new ArrayList<>();
      if (deferred) {
        with.get(i).takeDeferred(share, part);
      } else {
        with.get(i).takeWaiting(share, part);
      }
      rows.put(with.get(i), part);
      left -= part.size();
    }
  }

  private void done(Target.Written written, long now) {
    failedBackOff = failedBackOff.reset();
    waitingFor = null;
    int deferred = count(written.rows(), Outcome.DEFERRED);
    int changed = count(written.rows(), Outcome.CHANGED);
    for (Settled row : written.rows()) {
      handled.merge(row.outcome(), 1L, Long::sum);
    }
    throttle.wrote(ref, backfill(), changed, written.heldNanos(), now);
    if (!written.rows().isEmpty()) {
      lastHold = Duration.ofNanos(written.heldNanos());
      batch = batch.after(written.rows().size(), lastHold);
    }
    if (deferred > 0) {
      boolean stuck = deferred == written.rows().size();
      deferredBackOff = stuck ? deferredBackOff.failed() : deferredBackOff.reset().failed();
      deferredAt = now + deferredBackOff.nanos(random);
    }
  }

  private static int count(List<Settled> rows, Outcome outcome) {
    return (int) rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  /** After a failure that may pass: a smaller batch, later. */
  void retryLater(WriteFailure failed, long now) {
    forgetAll();
    batch = batch.halved();
    failedBackOff = failedBackOff.failed();
    failedAt = now + failedBackOff.nanos(random);
    waitingFor = failed.getMessage();
  }

  /**
   * Nanoseconds until the next step or claim may bring something; the longest if it waits for
   * records.
   */
  long waitNanos(long now, long longest) {
    if (failure != null) {
      return longest;
    }
    if (backingOff(now)) {
      return Math.min(longest, failedAt - now);
    }
    long wait = longest;
    for (Backlog backlog : backlogs.values()) {
      if (backlog.writable() && (backlog.waiting() > 0 || backlog.hasNews())) {
        wait = Math.min(wait, backlog.hasNews() ? 0 : throttle.waitNanos(ref, backfill(), now));
      }
      if (backlog.writable() && backlog.deferred() > 0) {
        wait = Math.min(wait, Math.max(deferredAt - now, throttle.waitNanos(ref, backfill(), now)));
      }
    }
    return Math.max(0, wait);
  }

  /** Whether a claim may be tried now. */
  boolean claimable(long now) {
    return failure == null && !backingOff(now);
  }

  private boolean backingOff(long now) {
    return failedBackOff.tries() > 0 && failedAt - now > 0;
  }

  /** The field cannot go on; the others do. */
  void fail(Reason reason, String message) {
    if (failure == null) {
      failure = new StageStatus.Failure(reason.code(), message);
      waitingFor = null;
      forgetAll();
    }
  }

  /** Stores the failure, once; tried again at each call while the database cannot be reached. */
  void tellFailure(long now) throws WriteFailure {
    if (failure != null && !failureTold && !backingOff(now)) {
      Reason reason = Reason.valueOf(failure.reason().toUpperCase(java.util.Locale.ROOT));
      target.fail(field, reason, failure.message());
      failureTold = true;
    }
  }

  StageStatus.Failure failure() {
    return failure;
  }

  String waitingFor() {
    return waitingFor;
  }

  Duration lastHold() {
    return lastHold;
  }

  Map<Outcome, Long> handled() {
    return Map.copyOf(handled);
  }

  /**
   * @param partitions of the derived topic
   */
  StageStatus.Progress progress(int partitions) {
    long done = known.values().stream().mapToLong(Progress::settledRows).sum();
    boolean exact =
        known.size() == partitions
            && known.values().stream().allMatch(one -> one.expectedRows() != null);
    long total = exact ? known.values().stream().mapToLong(Progress::expectedRows).sum() : -1;
    boolean complete =
        known.size() == partitions && known.values().stream().allMatch(one -> one.level() > 0);
    long all =
        handled.entrySet().stream()
            .filter(entry -> entry.getKey() != Outcome.DEFERRED)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new StageStatus.Progress(field.name(), done, total, exact, complete, all);
  }
}
