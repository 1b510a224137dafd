package dev.everfill.sink;

import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Refusal;
import dev.everfill.sink.postgres.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Batches among whose rows PostgreSQL refuses one. They are halved until it stands alone; whatever
 * is written on the way stays written. No more rows than one batch has. Belongs to the writing
 * thread.
 */
final class Suspects {
  private final Deque<Batch> batches = new ArrayDeque<>();

  /** Takes in a batch that was refused and rolled back; a row alone is known to be the one. */
  void refused(Batch batch, Refusal why) {
    List<Pending> rows = batch.rows();
    if (rows.size() == 1) {
      batch.parts().stream()
          .filter(part -> !part.rows().isEmpty())
          .forEach(part -> part.backlog().refuse(rows.get(0), why));
      return;
    }
    List<Batch> halves = batch.split(rows.size() / 2);
    batches.push(halves.get(1));
    batches.push(halves.get(0));
  }

  /** How many rows the next batch has at most; 0 if there is none. */
  int next() {
    while (!batches.isEmpty()) {
      Batch current = current(batches.pop());
      if (!current.parts().isEmpty()) {
        batches.push(current);
        return current.rows().size();
      }
    }
    return 0;
  }

  /**
   * Takes the next batch out.
   *
   * @param limit of rows, ≥ 1
   */
  Batch take(int limit) {
    List<Batch> parts = batches.pop().split(limit);
    if (!parts.get(1).parts().isEmpty()) {
      batches.push(parts.get(1));
    }
    return parts.get(0);
  }

  /** The rows as they are now: some have newer values, some are settled. */
  private static Batch current(Batch batch) {
    return new Batch(
        batch.parts().stream()
            .map(part -> new Part(part.backlog(), current(part)))
            .filter(part -> !part.rows().isEmpty())
            .toList());
  }

  private static List<Pending> current(Part part) {
    return part.rows().stream().map(part.backlog()::current).filter(Objects::nonNull).toList();
  }

  /** After the backlogs have been forgotten. */
  void clear() {
    batches.clear();
  }
}
