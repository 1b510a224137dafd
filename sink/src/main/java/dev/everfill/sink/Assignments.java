package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.control.Progress;
import dev.everfill.base.error.Reason;
import dev.everfill.sink.kafka.Arrived;
import dev.everfill.sink.kafka.DerivedConsumer;
import dev.everfill.sink.kafka.Polled;
import dev.everfill.sink.kafka.Shard;
import dev.everfill.sink.postgres.WriteFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which shards are this member's: assigned by the group, then claimed in the database, then read
 * from the stored offset; only a claimed one is read. Belongs to the writing thread.
 */
final class Assignments {
  private final DerivedConsumer consumer;
  private final Map<String, FieldWriter> writers;
  private final Set<Shard> unclaimed = new LinkedHashSet<>();
  private final Set<Shard> claimed = new LinkedHashSet<>();

  /**
   * @param writers by topic
   */
  Assignments(DerivedConsumer consumer, Map<String, FieldWriter> writers) {
    this.consumer = consumer;
    this.writers = writers;
  }

  /** Takes in what a poll brought. */
  void absorb(Polled polled) {
    for (Shard shard : polled.revoked()) {
      unclaimed.remove(shard);
      claimed.remove(shard);
      writers.get(shard.topic()).forget(shard.partition());
    }
    unclaimed.addAll(polled.assigned());
    for (Arrived record : polled.records()) {
      writers.get(record.shard().topic()).partitions().accept(record);
    }
    polled.positions().forEach(this::reached);
    for (Shard shard : claimed) {
      // What lies before the stored high offset may hold no record any more.
      if (writers.get(shard.topic()).partitions().replaying(shard.partition())) {
        consumer.position(shard).ifPresent(at -> reached(shard, at));
      }
    }
    for (Shard shard : polled.outOfRange()) {
      recreated(shard, "its records from the stored offset on are gone");
    }
  }

  private void reached(Shard shard, long offset) {
    writers.get(shard.topic()).partitions().reached(shard.partition(), offset);
  }

  private void recreated(Shard shard, String what) {
    String message =
        "topic "
            + shard.topic()
            + " partition "
            + shard.partition()
            + ": "
            + what
            + "; replay the field to fill a new generation";
    try (LogContext.Named named = LogContext.partition(shard.partition())) {
      writers.get(shard.topic()).fail(Reason.TOPIC_RECREATED, message);
    }
  }

  /** Whether a field has shards to claim. */
  boolean waits(FieldWriter writer) {
    return unclaimed.stream().anyMatch(shard -> shard.topic().equals(writer.topic()));
  }

  /** Claims a field's shards, if there are any and it may be tried now. */
  void claim(FieldWriter writer, long now) throws WriteFailure {
    List<Shard> shards = of(writer, unclaimed);
    if (shards.isEmpty() || !writer.claimable(now)) {
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

  /** Stops or goes on reading each claimed shard, as its writer can take it. */
  void flow() {
    claimed.forEach(
        shard -> consumer.flow(shard, writers.get(shard.topic()).flowing(shard.partition())));
  }

  /** Has a field's shards claimed anew. */
  void release(FieldWriter writer) {
    for (Shard shard : of(writer, claimed)) {
      consumer.flow(shard, false);
      claimed.remove(shard);
      unclaimed.add(shard);
    }
  }

  /** Nothing is claimed again before the group has said what is this member's. */
  void rejoin() {
    unclaimed.clear();
    claimed.clear();
    consumer.rejoin("fenced");
  }

  private static List<Shard> of(FieldWriter writer, Set<Shard> shards) {
    return shards.stream().filter(shard -> shard.topic().equals(writer.topic())).toList();
  }
}
