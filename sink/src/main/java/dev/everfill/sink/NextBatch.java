package dev.everfill.sink;

import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.coalesce.Backlog;
import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.pace.Throttle;
import dev.everfill.sink.postgres.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows go into a field's next batch, within its size and what the throttle permits: rows of a
 * refused batch first, then those that somebody held if it is time to ask again, else those that
 * wait. Each partition gets its share. Belongs to the writing thread.
 */
final class NextBatch {
  /** Large values hold their rows the longer; a larger one goes alone. */
  private static final long MOST_CHARACTERS = 1L << 20;

  private final FieldRef field;
  private final FieldPartitions partitions;
  private final Suspects suspects;
  private final Tempo tempo;
  private final Throttle throttle;

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
      // Apart, since a level waits for the log to be flushed: no row is held meanwhile.
      return new Batch(news);
    }
    int suspected = suspects.next();
    boolean held = heldDue(ready, now);
    int there = suspected > 0 ? suspected : there(ready, held);
    int wanted = Math.min(tempo.rows(), there);
    int limit = throttle.permitted(field, partitions.backfill(), wanted, now);
    Map<Backlog, List<Pending>> rows = new LinkedHashMap<>();
    if (suspected > 0 && limit > 0) {
      suspects.take(limit).parts().forEach(part -> rows.put(part.backlog(), part.rows()));
    } else if (limit > 0) {
      take(ready, held, limit, rows);
    }
    return new Batch(
        rows.entrySet().stream().map(one -> new Part(one.getKey(), one.getValue())).toList());
  }

  private boolean heldDue(List<Backlog> ready, long now) {
    return tempo.heldWait(now) <= 0 && ready.stream().anyMatch(one -> one.deferred() > 0);
  }

  private static int there(List<Backlog> ready, boolean held) {
    return ready.stream().mapToInt(one -> held ? one.deferred() : one.waiting()).sum();
  }

  private static void take(
      List<Backlog> ready, boolean held, int limit, Map<Backlog, List<Pending>> rows) {
    List<Backlog> with =
        ready.stream().filter(one -> (held ? one.deferred() : one.waiting()) > 0).toList();
    int left = limit;
    long room = MOST_CHARACTERS;
    for (int i = 0; i < with.size() && left > 0 && room > 0; i++) {
      int share = Math.max(1, left / (with.size() - i));
      List<Pending> part = new ArrayList<>();
      if (held) {
        with.get(i).takeDeferred(share, part);
      } else {
        with.get(i).takeWaiting(share, part);
      }
      int fits = 0;
      while (fits < part.size() && (room > 0 || fits == 0)) {
        room -= part.get(fits++).characters();
      }
      rows.put(with.get(i), part.subList(0, fits));
      left -= fits;
    }
  }

  /** Whether there is anything to do, now or later. */
  boolean any() {
    return partitions.writable().stream()
        .anyMatch(one -> one.waiting() > 0 || one.deferred() > 0 || one.hasNews());
  }

  /** Nanoseconds until there is something to do; the longest if there is nothing. */
  long waitNanos(long now, long longest) {
    long wait = longest;
    for (Backlog backlog : partitions.writable()) {
      if (backlog.hasNews()) {
        return 0;
      }
      if (backlog.waiting() > 0) {
        wait = Math.min(wait, throttleWait(now));
      }
      if (backlog.deferred() > 0) {
        wait = Math.min(wait, Math.max(tempo.heldWait(now), throttleWait(now)));
      }
    }
    return Math.max(0, wait);
  }

  private long throttleWait(long now) {
    return throttle.waitNanos(field, partitions.backfill(), now);
  }
}
