package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.kafka.DerivedConsumer;
import dev.everfill.sink.kafka.Polled;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.WriteFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, listen, claim, write, again; while a batch is underway the next records are read. Whatever
 * is claimed or written was allowed at most {@link #LISTEN} before; with nothing to do PostgreSQL
 * is not asked. Belongs to one thread.
 */
final class WriteLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLoop.class);
  private static final long IDLE = Duration.ofSeconds(1).toNanos();

  /** How old what people asked for may be: so a pause holds well within a second. */
  private static final long LISTEN = Duration.ofMillis(300).toNanos();

  private final DerivedConsumer consumer;
  private final Target target;
  private final List<FieldWriter> writers;
  private final LongSupplier nanos;
  private final Assignments assignments;
  private final BatchPipeline pipeline;
  private final Lags lags;
  private final TurnOrder<FieldWriter> order =
      new TurnOrder<>(writer -> writer.partitions().backfill());

  private boolean listened;
  private long listenedAt;
  private long fenced;

  WriteLoop(
      DerivedConsumer consumer, Target target, List<FieldWriter> writers, LongSupplier nanos) {
    this.consumer = consumer;
    this.target = target;
    this.writers = List.copyOf(writers);
    this.nanos = nanos;
    Map<String, FieldWriter> byTopic = new LinkedHashMap<>();
    writers.forEach(writer -> byTopic.put(writer.topic(), writer));
    this.assignments = new Assignments(consumer, byTopic);
    this.pipeline = new BatchPipeline(target, this::failed);
    this.lags = new Lags(consumer, this.writers, nanos);
  }

  /** One turn: waits for records only if there is nothing else to do. */
  void turn() {
    read();
    if (listens()) {
      pipeline.land();
      listen();
    }
    if (listenWait() > 0) {
      writers.forEach(this::claim);
    }
    if (listenWait() <= 0 || !write()) {
      pipeline.land();
    }
    for (FieldWriter writer : writers) {
      if (writer.report().untold()) {
        pipeline.land();
        attempt(writer, () -> writer.tellFailure(nanos.getAsLong()));
      }
    }
    assignments.flow();
  }

  private void read() {
    Polled polled = consumer.poll(pipeline.busy() ? Duration.ZERO : Duration.ofNanos(waitNanos()));
    if (!polled.revoked().isEmpty()) {
      pipeline.land();
    }
    assignments.absorb(polled);
  }

  private void claim(FieldWriter writer) {
    if (assignments.waits(writer) && writer.claimable(nanos.getAsLong())) {
      pipeline.land();
      attempt(writer, () -> assignments.claim(writer, nanos.getAsLong()));
    }
  }

  private boolean hasWork(FieldWriter writer) {
    return writer.waitNanos(nanos.getAsLong(), IDLE) == 0;
  }

  /** Whether anything was sent or written. */
  private boolean write() {
    if (writers.stream().noneMatch(this::hasWork)) {
      return false;
    }
    boolean some = step(order.live(writers));
    boolean more = order.live(writers).stream().anyMatch(this::hasWork);
    return step(order.filling(writers, more)) || some;
  }

  private boolean step(List<FieldWriter> turns) {
    boolean some = false;
    for (FieldWriter writer : turns) {
      some |= pipeline.step(writer);
    }
    return some;
  }

  private boolean listens() {
    long now = nanos.getAsLong();
    return listenWait() <= 0
        && writers.stream()
            .anyMatch(one -> one.ready(now) && (one.hasWork() || assignments.waits(one)));
  }

  private void listen() {
    try {
      Map<FieldRef, FieldControl> asked = target.controls();
      listened = true;
      listenedAt = nanos.getAsLong();
      for (FieldWriter writer : writers) {
        writer.wishes().take(asked.getOrDefault(writer.ref(), FieldControl.NONE));
        attempt(writer, writer::fetchAgain);
      }
    } catch (WriteFailure failed) {
      writers.forEach(writer -> failed(writer, failed));
    }
  }

  /** Nanoseconds for which nobody need be asked; not above 0 if nothing may be done before. */
  private long listenWait() {
    return listened ? listenedAt + LISTEN - nanos.getAsLong() : 0;
  }

  private long waitNanos() {
    long now = nanos.getAsLong();
    long wait = IDLE;
    for (FieldWriter writer : writers) {
      boolean claims = assignments.waits(writer) && writer.claimable(now);
      wait = Math.min(wait, claims ? 0 : writer.waitNanos(now, IDLE));
      if (writer.listening()) {
        wait = Math.min(wait, Math.max(0, listenWait()));
      }
    }
    return wait;
  }

  private interface Attempt {
    void run() throws WriteFailure;
  }

  private void attempt(FieldWriter writer, Attempt attempt) {
    try (LogContext.Named named = LogContext.field(writer.field().name())) {
      attempt.run();
    } catch (WriteFailure failed) {
      failed(writer, failed);
    }
  }

  private void failed(FieldWriter writer, WriteFailure failed) {
    try (LogContext.Named named = LogContext.field(writer.field().name())) {
      switch (failed.kind()) {
        case FENCED -> fenced(writer, failed);
        case FIELD, ROW -> writer.fail(failed.reason(), failed.getMessage());
        case RETRY -> retryLater(writer, failed);
      }
    }
  }

  private void fenced(FieldWriter fencedOff, WriteFailure failed) {
    fenced++;
    fencedOff.meter().fenced();
    LOG.warn("Another owner: {}; asking the group again", failed.getMessage());
    writers.forEach(writer -> writer.retryLater(failed, nanos.getAsLong()));
    assignments.rejoin();
  }

  private void retryLater(FieldWriter writer, WriteFailure failed) {
    if (writer.report().waitingFor() == null) {
      LOG.warn("{} waits: {}", writer.field().name(), failed.getMessage());
    }
    writer.meter().retried(failed.sqlState());
    writer.retryLater(failed, nanos.getAsLong());
    assignments.release(writer);
  }

  /** How often somebody else turned out to own a partition. */
  long fencedTimes() {
    return fenced;
  }

  StageStatus status(int partitions) {
    StageStatus.Failure failure = null;
    String waitingFor = null;
    boolean working = false;
    for (FieldWriter writer : writers) {
      working |= writer.report().failure() == null;
      failure = failure == null ? writer.report().failure() : failure;
      waitingFor = waitingFor == null ? writer.report().waitingFor() : waitingFor;
    }
    return new StageStatus(true, working ? null : failure, waitingFor, lags.progress(partitions));
  }

  /** Whether a batch is underway, and its outcome to come. */
  boolean busy() {
    return pipeline.busy();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
