package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.Progress;
import dev.everfill.base.control.QuarantineStore.Share;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.sink.coalesce.Backlog;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Refusal;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.pace.Throttle;
import dev.everfill.sink.postgres.Batch;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.WriteFailure;
import dev.everfill.sink.postgres.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One field's way from its backlogs to its rows: which batch is next, what it came to, and what is
 * done after a failure. Belongs to the writing thread; times are monotonic nanoseconds.
 */
final class FieldWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FieldWriter.class);

  /** Rows of a partition that are fetched at a time to be tried again. */
  private static final int AGAIN = 500;

  private final FieldDefinition field;
  private final FieldRef ref;
  private final String topic;
  private final Target target;
  private final Throttle throttle;
  private final LongSupplier nanos;
  private final FieldPartitions partitions;
  private final Tempo tempo;
  private final Suspects suspects = new Suspects();
  private final NextBatch nextBatch;
  private final Wishes wishes;
  private final FieldReport report = new FieldReport();
  private final WriteMeter meter;
  private boolean underway;

  FieldWriter(
      WriteField field,
      String topic,
      Target target,
      Limits limits,
      Throttle throttle,
      RandomGenerator random,
      LongSupplier nanos,
      Instruments instruments) {
    this.field = field.field();
    this.ref = FieldRef.of(field.field());
    this.topic = topic;
    this.target = target;
    this.throttle = throttle;
    this.nanos = nanos;
    this.partitions = new FieldPartitions(field.field(), limits);
    this.tempo = new Tempo(field.pace().maxHold(), random);
    this.nextBatch = new NextBatch(ref, partitions, suspects, tempo, throttle);
    this.wishes = new Wishes(ref, field.pace(), throttle, tempo);
    this.meter = new WriteMeter(field.field().name(), instruments);
  }

  FieldDefinition field() {
    return field;
  }

  FieldRef ref() {
    return ref;
  }

  String topic() {
    return topic;
  }

  FieldPartitions partitions() {
    return partitions;
  }

  Wishes wishes() {
    return wishes;
  }

  FieldReport report() {
    return report;
  }

  WriteMeter meter() {
    return meter;
  }

  /** Fetches quarantined rows that are to be tried again, if there can be any. */
  void fetchAgain() throws WriteFailure {
    boolean busy = partitions.writable().stream().anyMatch(Backlog::retrying);
    if (!working() || busy || !partitions.quarantined()) {
      return;
    }
    List<Integer> asked =
        partitions.writable().stream()
            .map(Backlog::stored)
            .filter(stored -> stored.quarantinedRows() > 0)
            .map(Progress::partition)
            .toList();
    Map<Integer, List<Pending>> rows = target.requested(field, topic, asked, AGAIN);
    rows.forEach((partition, each) -> each.forEach(partitions.backlog(partition)::retry));
  }

  private boolean working() {
    return report.failure() == null && !wishes.paused();
  }

  /** Whether a partition may be read on. */
  boolean flowing(int partition) {
    return working() && partitions.flowing(partition);
  }

  /** Takes partitions over and gives where each is to be read from. */
  Map<Integer, Progress> claim(List<Integer> wanted) throws WriteFailure {
    Map<Integer, Progress> claimed = new HashMap<>();
    for (Progress progress : target.claim(field, topic, wanted)) {
      partitions.begin(progress);
      claimed.put(progress.partition(), progress);
    }
    report.waitsFor(null);
    return claimed;
  }

  /** Whether a claim may be tried now. */
  boolean claimable(long now) {
    return ready(now) && !wishes.paused();
  }

  /** The batch that is to be written now, given out; without parts if there is none. */
  Batch next() {
    long now = nanos.getAsLong();
    return claimable(now) ? nextBatch.choose(now) : NextBatch.NONE;
  }

  /**
   * The batches after what is underway, to be sent together, given out; none if there is none to be
   * chosen yet.
   */
  List<Batch> ahead() {
    long now = nanos.getAsLong();
    return claimable(now) ? nextBatch.ahead(now) : List.of();
  }

  /** Whether batches that were chosen ahead may be written as they are; else they are dropped. */
  boolean permitted(List<Batch> ahead) {
    long now = nanos.getAsLong();
    return claimable(now) && nextBatch.permitted(ahead, now);
  }

  /** A batch is on its way. */
  void sent() {
    underway = true;
  }

  /** What was sent together is committed; the backlogs have not been told yet. */
  void measured(List<Written> written) {
    long now = nanos.getAsLong();
    underway = false;
    int changed = 0;
    for (Written one : written) {
      changed += report.wrote(one.rows());
      meter.wrote(one.rows(), one.heldNanos());
    }
    long held = Tempo.slowest(written).heldNanos();
    throttle.wrote(ref, partitions.backfill(), changed, written.size(), held, now);
    tempo.wrote(written, now);
  }

  /** Its backlogs have been told. */
  void settled(Batch batch, Written written) {
    partitions.stored(batch);
    if (written.quarantine() != null) {
      quarantined(batch, written.rows(), written.quarantine());
    }
  }

  /** Batches that were chosen are not written now. */
  void drop(List<Batch> batches) {
    throttle.wrote(ref, partitions.backfill(), 0, 1, 0, nanos.getAsLong());
    batches.forEach(Batch::takeBack);
  }

  /**
   * What was sent together was not written, as far as is known.
   *
   * @throws WriteFailure the same, unless it is for the rows of a batch that was alone, which are
   *     written in parts then; of several nobody knows which has the row
   */
  void failed(List<Batch> batches, WriteFailure failed) throws WriteFailure {
    underway = false;
    if (failed.kind() != WriteFailure.Kind.ROW) {
      meter.failed();
      throw failed;
    }
    meter.refused();
    if (batches.size() > 1) {
      // Alone, the one that has it is found.
      tempo.apart(nanos.getAsLong());
      throw failed.as(WriteFailure.Kind.RETRY);
    }
    drop(batches);
    suspects.refused(batches.get(0), new Refusal(failed.sqlState(), failed.getMessage()));
  }

  private void quarantined(Batch batch, List<Settled> rows, Share share) {
    Pending row =
        rows.stream()
            .filter(one -> one.outcome() == Outcome.QUARANTINED)
            .reduce((one, next) -> next)
            .orElseThrow()
            .row();
    Refusal last = row.refusal();
    try (LogContext.Named named = LogContext.partition(batch.partition(row))) {
      LOG.warn(
          "{}: {} rows are in quarantine; last: {}", field.name(), share.rows(), last.message());
    }
    if (QuarantineBound.exceeded(share)) {
      fail(Reason.QUARANTINE_FULL, QuarantineBound.message(field.name(), share, last));
    }
  }

  /** After a failure that may pass: a smaller batch, later, from the stored progress. */
  void retryLater(WriteFailure failed, long now) {
    forgetAll();
    tempo.failed(now);
    report.waitsFor(failed.getMessage());
  }

  private void forgetAll() {
    partitions.forgetAll();
    suspects.clear();
  }

  void forget(int partition) {
    partitions.forget(partition);
    suspects.clear();
  }

  /**
   * Nanoseconds until the next step or claim may bring something; the longest if it waits for
   * records or for people.
   */
  long waitNanos(long now, long longest) {
    if (!working()) {
      return longest;
    }
    long failedWait = tempo.failedWait(now);
    return Math.min(
        longest, failedWait > 0 ? failedWait : nextBatch.waitNanos(underway, now, longest));
  }

  /** Whether it has not failed, nor waits after a failure; it may be paused. */
  boolean ready(long now) {
    return report.failure() == null && tempo.failedWait(now) <= 0;
  }

  /** Whether it would do something if people let it, or may be asked to. */
  boolean hasWork() {
    return listening() || nextBatch.any();
  }

  /** Whether people may ask something of it while it has nothing to do. */
  boolean listening() {
    return report.failure() == null && (wishes.paused() || partitions.quarantined());
  }

  /** The field cannot go on; the others do. */
  void fail(Reason reason, String message) {
    if (report.failed(reason, message)) {
      try (LogContext.Named named = LogContext.field(field.name())) {
        LOG.error("{} has failed: {}", field.name(), message);
      }
      forgetAll();
    }
  }

  /** Stores the failure, once; tried again at each call while the database cannot be reached. */
  void tellFailure(long now) throws WriteFailure {
    if (report.untold() && tempo.failedWait(now) <= 0) {
      target.fail(field, report.reason(), report.failure().message());
      report.told();
    }
  }

  Duration lastHold() {
    return tempo.lastHold();
  }

  /**
   * @param count partitions of the derived topic
   */
  StageStatus.Progress progress(int count) {
    return partitions.progress(count, report.handled());
  }
}
