package dev.everfill.sink;

import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.coalesce.Backlog;
import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.pace.Throttle;
import dev.everfill.sink.postgres.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows go into a field's next batch, within its size and what the throttle permits: rows of a
 * refused batch first, then those that somebody held if it is time to ask again, else those that
 * wait. What is chosen is given out. Belongs to the writing thread.
 *
 * <p>A batch has rows of as few partitions as fill it, another one first each time: the progress of
 * each costs as much as some tens of rows.
 */
final class NextBatch {
  /** Large values hold their rows the longer; a larger one goes alone. */
  private static final long MOST_CHARACTERS = 1L << 20;

  /** Without parts. */
  static final Batch NONE = new Batch(List.of());

  private final FieldRef field;
  private final FieldPartitions partitions;
  private final Suspects suspects;
  private final Tempo tempo;
  private final Throttle throttle;
  private boolean heldBack = true;
  private int first;

  NextBatch(
      FieldRef field,
      FieldPartitions partitions,
      Suspects suspects,
      Tempo tempo,
      Throttle throttle) {
    this.field = field;
    this.partitions = partitions;
    this.suspects = suspects;
    this.tempo = tempo;
    this.throttle = throttle;
  }

  /** Without parts if there is nothing to do now; a part without rows has a level to store. */
  Batch choose(long now) {
    List<Backlog> ready = partitions.writable();
    List<Part> news =
        ready.stream().filter(Backlog::hasNews).map(one -> new Part(one, List.of())).toList();
    if (!news.isEmpty()) {
      heldBack = true;
      // Apart, since a level waits for the log to be flushed: no row is held meanwhile.
      return new Batch(news);
    }
    tempo.beside(throttle.alone(field, now), now);
    int suspected = suspects.next();
    boolean held = heldDue(ready, now);
    int there = suspected > 0 ? suspected : there(ready, held);
    int wanted = Math.min(tempo.rows(), there);
    int limit = throttle.permitted(field, partitions.backfill(), wanted, now);
    heldBack = limit < wanted;
    Batch batch = suspected > 0 && limit > 0 ? suspects.take(limit) : take(ready, held, limit);
    batch.giveOut();
    return batch;
  }

  /**
   * Full plain batches of rows that wait, to be sent together while what was sent last is underway;
   * none if there is none, or something else comes first. They are not permitted yet.
   */
  List<Batch> ahead(long now) {
    List<Backlog> ready = partitions.writable();
    boolean other =
        heldBack
            || suspects.next() > 0
            || heldDue(ready, now)
            || ready.stream().anyMatch(Backlog::hasNews);
    tempo.beside(throttle.alone(field, now), now);
    int most = tempo.together(now);
    List<Batch> ahead = new ArrayList<>(most);
    while (!other && ahead.size() < most && there(ready, false) >= tempo.rows()) {
      Batch batch = take(ready, false, tempo.rows());
      if (!batch.isPlain()) {
        break;
      }
      batch.giveOut();
      ahead.add(batch);
    }
    return ahead;
  }

  /** Whether batches that were chosen ahead may be written as they are. */
  boolean permitted(List<Batch> ahead, long now) {
    int largest = ahead.stream().mapToInt(Batch::size).max().orElseThrow();
    int rows = ahead.stream().mapToInt(Batch::size).sum();
    tempo.beside(throttle.alone(field, now), now);
    // A size that shrank by a step holds from the next batch on; one that was halved, at once.
    heldBack =
        largest > tempo.rows() * 3 / 2
            || throttle.permitted(field, partitions.backfill(), rows, now) < rows;
    return !heldBack;
  }

  private boolean heldDue(List<Backlog> ready, long now) {
    return tempo.heldWait(now) <= 0 && ready.stream().anyMatch(one -> one.deferred() > 0);
  }

  private static int there(List<Backlog> ready, boolean held) {
    return ready.stream().mapToInt(one -> held ? one.deferred() : one.waiting()).sum();
  }

  private Batch take(List<Backlog> ready, boolean held, int limit) {
    List<Backlog> with =
        ready.stream().filter(one -> (held ? one.deferred() : one.waiting()) > 0).toList();
    List<Part> parts = new ArrayList<>();
    int left = limit;
    long room = MOST_CHARACTERS;
    for (int i = 0; i < with.size() && left > 0 && room > 0; i++) {
      Backlog backlog = with.get((first + i) % with.size());
      List<Pending> part = new ArrayList<>();
      if (held) {
        backlog.takeDeferred(left, part);
      } else {
        backlog.takeWaiting(left, part);
      }
      int fits = 0;
      while (fits < part.size() && room > 0) {
        room -= part.get(fits++).characters();
      }
      if (fits > 0) {
        parts.add(new Part(backlog, part.subList(0, fits)));
      }
      left -= fits;
    }
    first = (first + 1) % Math.max(1, with.size());
    return new Batch(parts);
  }

  /** Whether there is anything to do, now or later. */
  boolean any() {
    return partitions.writable().stream()
        .anyMatch(one -> one.waiting() > 0 || one.deferred() > 0 || one.hasNews());
  }

  /**
   * Nanoseconds until there is something to do; the longest if there is nothing.
   *
   * @param underway whether a batch is; then the throttle is asked when it is done
   */
  long waitNanos(boolean underway, long now, long longest) {
    long wait = longest;
    for (Backlog backlog : partitions.writable()) {
      if (backlog.hasNews()) {
        return 0;
      }
      if (backlog.waiting() > 0) {
        wait = Math.min(wait, throttleWait(underway, now));
      }
      if (backlog.deferred() > 0) {
        wait = Math.min(wait, Math.max(tempo.heldWait(now), throttleWait(underway, now)));
      }
    }
    return Math.max(0, wait);
  }

  private long throttleWait(boolean underway, long now) {
    return underway ? 0 : throttle.waitNanos(field, partitions.backfill(), now);
  }
}
