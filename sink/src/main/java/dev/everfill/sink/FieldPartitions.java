package dev.everfill.sink;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.Progress;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.sink.coalesce.Backlog;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.kafka.Arrived;
import dev.everfill.sink.postgres.Batch;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The partitions of a field's derived topic that are this writer's: what has been read of each, and
 * how far each is written. Belongs to the writing thread.
 */
final class FieldPartitions {
  private final FieldDefinition field;
  private final Limits limits;
  private final Map<Integer, Backlog> backlogs = new TreeMap<>();
  private final Map<Integer, Progress> known = new HashMap<>();

  FieldPartitions(FieldDefinition field, Limits limits) {
    this.field = field;
    this.limits = limits;
  }

  void begin(Progress claimed) {
    backlogs.put(claimed.partition(), new Backlog(claimed, limits));
    known.put(claimed.partition(), claimed);
  }

  /** What was read of it is read again by its next owner. */
  void forget(int partition) {
    backlogs.remove(partition);
  }

  void forgetAll() {
    backlogs.clear();
  }

  /** Takes a record in, if its partition is claimed. */
  void accept(Arrived record) {
    Backlog backlog = backlogs.get(record.shard().partition());
    if (backlog == null) {
      return;
    }
    String problem = problem(record);
    if (problem == null) {
      try {
        backlog.accept(record.offset(), record.event(), record.bytes());
        return;
      } catch (IllegalArgumentException foreign) {
        problem = foreign.getMessage();
      }
    }
    backlog.unreadable(
        record.offset(), isKey(record) ? record.key() : null, problem, record.bytes());
  }

  /** Null if the record can be read, and has a key as the target's. */
  private String problem(Arrived record) {
    if (record.event() == null) {
      return "the record cannot be read: " + record.problem();
    }
    return record.key() == null || isKey(record)
        ? null
        : "the record's key has "
            + record.key().values().size()
            + " values and the target's has "
            + field.key().size();
  }

  private boolean isKey(Arrived record) {
    return record.key() != null && record.key().values().size() == field.key().size();
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

  /** Whether a partition may be read on. */
  boolean flowing(int partition) {
    Backlog backlog = backlogs.get(partition);
    return backlog != null && !backlog.full();
  }

  /** The ones whose rows may be written. */
  List<Backlog> writable() {
    return backlogs.values().stream().filter(Backlog::writable).toList();
  }

  Collection<Integer> partitions() {
    return List.copyOf(backlogs.keySet());
  }

  /** Null if it is not this writer's. */
  Backlog backlog(int partition) {
    return backlogs.get(partition);
  }

  /** After a commit. */
  void stored(Batch batch) {
    for (Part part : batch.parts()) {
      Progress stored = part.backlog().stored();
      known.put(stored.partition(), stored);
    }
  }

  /** Whether some partition has rows that were never settled. */
  boolean backfill() {
    return known.values().stream().anyMatch(one -> one.level() == 0);
  }

  /** Rows that were read and are not settled. */
  long unsettled() {
    return backlogs.values().stream()
        .mapToLong(one -> one.waiting() + one.deferred() + one.underway())
        .sum();
  }

  /** Whether there are rows in the quarantine that might be asked for. */
  boolean quarantined() {
    return backlogs.values().stream().anyMatch(one -> one.stored().quarantinedRows() > 0);
  }

  /**
   * @param partitions of the derived topic
   * @param handled records since the start
   */
  StageStatus.Progress progress(int partitions, long handled) {
    long done = known.values().stream().mapToLong(Progress::settledRows).sum();
    boolean all = known.size() == partitions;
    boolean exact = all && known.values().stream().allMatch(one -> one.expectedRows() != null);
    long total = exact ? known.values().stream().mapToLong(Progress::expectedRows).sum() : -1;
    boolean complete = all && known.values().stream().allMatch(one -> one.level() > 0);
    return new StageStatus.Progress(field.name(), done, total, exact, complete, handled);
  }
}
