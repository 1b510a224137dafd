package dev.everfill.sink;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.Progress;
import dev.everfill.base.error.Reason;
import dev.everfill.sink.kafka.Arrived;
import dev.everfill.sink.kafka.DerivedConsumer;
import dev.everfill.sink.kafka.Polled;
import dev.everfill.sink.kafka.Shard;
import dev.everfill.sink.postgres.WriteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, claim, write, again. A shard is assigned by the group, then claimed in the database, then
 * read from the stored offset; only a claimed one is read. Belongs to one thread.
 */
final class WriteLoop {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLoop.class);
  private static final long IDLE = Duration.ofSeconds(1).toNanos();

  private final DerivedConsumer consumer;
  private final Map<String, FieldWriter> writers = new LinkedHashMap<>();
  private final LongSupplier nanos;
  private final Set<Shard> unclaimed = new LinkedHashSet<>();
  private final Set<Shard> claimed = new LinkedHashSet<>();
  private long fenced;

  WriteLoop(DerivedConsumer consumer, List<FieldWriter> writers, LongSupplier nanos) {
    this.consumer = consumer;
    writers.forEach(writer -> this.writers.put(writer.topic(), writer));
    this.nanos = nanos;
  }

  /** One turn: waits for records only if there is nothing else to do. */
  void turn() {
    absorb(consumer.poll(Duration.ofNanos(waitNanos())));
    for (FieldWriter writer : writers.values()) {
      attempt(writer, () -> claim(writer));
      attempt(writer, () -> writer.step(nanos.getAsLong(), nanos));
      attempt(writer, () -> writer.tellFailure(nanos.getAsLong()));
    }
    claimed.forEach(
        shard -> consumer.flow(shard, writers.get(shard.topic()).flowing(shard.partition())));
  }

  private long waitNanos() {
    long now = nanos.getAsLong();
    long wait = IDLE;
    for (FieldWriter writer : writers.values()) {
      boolean claims = unclaimed.stream().anyMatch(shard -> shard.topic().equals(writer.topic()));
      wait = Math.min(wait, claims && writer.claimable(now) ? 0 : writer.waitNanos(now, IDLE));
    }
    return wait;
  }

  private void absorb(Polled polled) {
    for (Shard shard : polled.revoked()) {
      unclaimed.remove(shard);
      claimed.remove(shard);
      writers.get(shard.topic()).forget(shard.partition());
    }
    unclaimed.addAll(polled.assigned());
    for (Arrived record : polled.records()) {
      writers.get(record.shard().topic()).accept(record);
    }
    polled
        .positions()
        .forEach((shard, offset) -> writers.get(shard.topic()).reached(shard.partition(), offset));
    for (Shard shard : claimed) {
      FieldWriter writer = writers.get(shard.topic());
      // What lies before the stored high offset may hold no record any more.
      if (writer.replaying(shard.partition())) {
        consumer.position(shard).ifPresent(at -> writer.reached(shard.partition(), at));
      }
    }
    for (Shard shard : polled.outOfRange()) {
      recreated(shard, "its records from the stored offset on are gone");
    }
  }

  private void recreated(Shard shard, String what) {
    FieldWriter writer = writers.get(shard.topic());
    writer.fail(
        Reason.TOPIC_RECREATED,
        "topic "
            + shard.topic()
            + " partition "
            + shard.partition()
            + ": "
            + what
            + "; replay the field to fill a new generation");
  }

  private void claim(FieldWriter writer) throws WriteFailure {
    List<Shard> shards =
        unclaimed.stream().filter(shard -> shard.topic().equals(writer.topic())).toList();
    if (shards.isEmpty() || !writer.claimable(nanos.getAsLong())) {
      return;
    }
    Map<Shard, long[]> bounds = consumer.bounds(shards);
    if (bounds.isEmpty()) {
      return;
    }
    Map<Integer, Progress> progress = writer.claim(shards.stream().map(Shard::partition).toList());
    for (Shard shard : shards) {
      unclaimed.remove(shard);
      start(shard, progress.get(shard.partition()), bounds.get(shard));
    }
  }

  /** Reads from the stored offset, if the topic still holds what was there. */
  private void start(Shard shard, Progress progress, long[] bounds) {
    if (progress.nextOffset() < bounds[0]) {
      recreated(shard, "it begins at " + bounds[0] + ", after " + progress.nextOffset());
    } else if (progress.highOffset() > bounds[1]) {
      recreated(shard, "it ends at " + bounds[1] + ", before " + progress.highOffset());
    } else {
      claimed.add(shard);
      consumer.seek(shard, progress.nextOffset());
    }
  }

  private interface Attempt {
    void run() throws WriteFailure;
  }

  private void attempt(FieldWriter writer, Attempt attempt) {
    try {
      attempt.run();
    } catch (WriteFailure failed) {
      switch (failed.kind()) {
        case FENCED -> fenced(failed);
        case FIELD -> {
          LOG.error("{} has failed: {}", writer.field().name(), failed.getMessage());
          writer.fail(failed.reason(), failed.getMessage());
        }
        case RETRY -> retryLater(writer, failed);
      }
    }
  }

  /** Nothing is claimed again before the group has said what is this member's. */
  private void fenced(WriteFailure failed) {
    fenced++;
    LOG.warn("Another owner: {}; asking the group again", failed.getMessage());
    writers.values().forEach(writer -> writer.retryLater(failed, nanos.getAsLong()));
    unclaimed.clear();
    claimed.clear();
    consumer.rejoin("fenced");
  }

  private void retryLater(FieldWriter writer, WriteFailure failed) {
    if (writer.waitingFor() == null) {
      LOG.warn("{} waits: {}", writer.field().name(), failed.getMessage());
    }
    writer.retryLater(failed, nanos.getAsLong());
    List<Shard> back =
        new ArrayList<>(
            claimed.stream().filter(shard -> shard.topic().equals(writer.topic())).toList());
    for (Shard shard : back) {
      consumer.flow(shard, false);
      claimed.remove(shard);
      unclaimed.add(shard);
    }
  }

  /** How often somebody else turned out to own a partition. */
  long fencedTimes() {
    return fenced;
  }

  StageStatus status(int partitions) {
    StageStatus.Failure failure = null;
    String waitingFor = null;
    boolean working = false;
    for (FieldWriter writer : writers.values()) {
      working |= writer.failure() == null;
      failure = failure == null ? writer.failure() : failure;
      waitingFor = waitingFor == null ? writer.waitingFor() : waitingFor;
    }
    return new StageStatus(
        true,
        working ? null : failure,
        waitingFor,
        writers.values().stream().map(writer -> writer.progress(partitions)).toList());
  }
}
