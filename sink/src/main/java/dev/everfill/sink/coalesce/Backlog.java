package dev.everfill.sink.coalesce;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.Progress;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * What has been read of one partition and is not settled: the newest value per key, the rows that
 * somebody holds, and the levels that wait for them. Says what may be stored as progress.
 *
 * <p>After an exception between {@link #settle} and {@link #committed} a backlog is of no use: it
 * is made anew from the stored progress. Not safe for several threads.
 */
public final class Backlog {
  private static final long NONE = Long.MAX_VALUE;

  private record LevelAt(long offset, long level) {}

  private final Limits limits;
  private final long replayUntil;
  private Progress stored;
  private Progress next;
  private long position;
  private long bytesRead;
  private Long expected;
  private long firstLevelAt = NONE;
  private long settledBefore;

  /** In the order of {@code since}: a newer value takes the place of the older one. */
  private final Map<Key, Pending> waiting = new LinkedHashMap<>();

  private final NavigableMap<Long, Pending> deferred = new TreeMap<>();
  private final Map<Key, Long> deferredKeys = new java.util.HashMap<>();
  private long lastRetried = -1;
  private final ArrayDeque<LevelAt> levels = new ArrayDeque<>();

  /** Offsets of counted rows that lie behind an unsettled one. */
  private final PriorityQueue<Long> settledBehind = new PriorityQueue<>();

  public Backlog(Progress stored, Limits limits) {
    this.limits = limits;
    this.stored = stored;
    this.next = stored;
    this.position = stored.nextOffset();
    this.replayUntil = stored.highOffset();
    this.expected = stored.expectedRows();
    this.settledBefore = stored.settledBefore();
  }

  /**
   * Takes a record in, in the order of offsets.
   *
   * @param bytes its size
   * @throws IllegalArgumentException if it is none that a derived topic may hold
   */
  public void accept(long offset, Event event, int bytes) {
    if (event instanceof Event.Upsert upsert) {
      put(offset, upsert.key(), upsert.columns());
    } else if (event instanceof Event.Delete delete) {
      put(offset, delete.key(), null);
    } else if (event instanceof Event.Level level) {
      levels.add(new LevelAt(offset, level.level()));
      firstLevelAt = Math.min(firstLevelAt, offset);
    } else if (event instanceof Event.Expect expect) {
      if (firstLevelAt == NONE && stored.level() == 0) {
        expected = expect.rows();
      }
    } else {
      throw new IllegalArgumentException("a derived topic holds no " + event);
    }
    bytesRead += bytes;
    position = offset + 1;
  }

  private void put(long offset, Key key, Map<String, String> columns) {
    Long held = deferredKeys.get(key);
    if (held != null) {
      deferred.compute(held, (since, row) -> row.with(columns));
      return;
    }
    waiting.compute(
        key,
        (same, row) ->
            row == null ? new Pending(key, columns, offset, bytesRead) : row.with(columns));
  }

  /** Says that the consumer stands at this offset: what lies between holds no record. */
  public void reached(long offset) {
    position = Math.max(position, offset);
  }

  /**
   * Whether rows may be written: everything that an earlier owner may have written is read and
   * coalesced, so that no row can go back to an older value.
   */
  public boolean writable() {
    return position >= replayUntil;
  }

  /** Whether reading must stop until rows are settled; never before {@link #writable}. */
  public boolean full() {
    if (!writable()) {
      return false;
    }
    Pending oldest = oldest();
    return oldest != null
        && (waiting.size() >= limits.waiting()
            || position - oldest.since() >= limits.span()
            || bytesRead - oldest.bytesBefore() >= limits.bytes());
  }

  /** Adds up to {@code limit} rows that nobody is known to hold, oldest first. */
  public void takeWaiting(int limit, List<Pending> into) {
    Iterator<Pending> rows = waiting.values().iterator();
    for (int i = 0; i < limit && rows.hasNext(); i++) {
      into.add(rows.next());
    }
  }

  /** Adds up to {@code limit} deferred rows, going round so that each has its turn. */
  public void takeDeferred(int limit, List<Pending> into) {
    int wanted = Math.min(limit, deferred.size());
    for (int i = 0; i < wanted; i++) {
      Map.Entry<Long, Pending> row = deferred.higherEntry(lastRetried);
      row = row == null ? deferred.firstEntry() : row;
      lastRetried = row.getKey();
      into.add(row.getValue());
    }
  }

  public int waiting() {
    return waiting.size();
  }

  public int deferred() {
    return deferred.size();
  }

  /** Whether there is progress to store beside that of rows: a level, or how many to expect. */
  public boolean hasNews() {
    boolean levelReached = !levels.isEmpty() && levels.peek().offset() < nextOffset();
    boolean learnt = expected != null && !expected.equals(stored.expectedRows());
    return writable() && (levelReached || learnt);
  }

  /** Takes in what became of rows of this backlog, and gives the step to store with them. */
  public Advance settle(List<Settled> rows) {
    long changed = 0;
    for (Settled settled : rows) {
      if (settled.outcome() == Outcome.DEFERRED) {
        defer(settled.row());
      } else {
        done(settled.row());
        changed += settled.outcome() == Outcome.CHANGED ? 1 : 0;
      }
    }
    long offset = nextOffset();
    while (!settledBehind.isEmpty() && settledBehind.peek() < offset) {
      settledBehind.poll();
      settledBefore++;
    }
    next = progress(offset, level(offset), changed);
    return new Advance(stored, next);
  }

  private void defer(Pending row) {
    if (waiting.remove(row.key()) != null) {
      deferred.put(row.since(), row);
      deferredKeys.put(row.key(), row.since());
    }
  }

  private void done(Pending row) {
    waiting.remove(row.key());
    if (deferredKeys.remove(row.key()) != null) {
      deferred.remove(row.since());
    }
    if (stored.level() == 0 && row.since() < firstLevelAt) {
      settledBehind.add(row.since());
    }
  }

  private long level(long offset) {
    long level = stored.level();
    while (!levels.isEmpty() && levels.peek().offset() < offset) {
      level = Math.max(level, levels.poll().level());
    }
    return level;
  }

  private Progress progress(long offset, long level, long changed) {
    long settled = Math.max(stored.settledRows(), settledBefore + settledBehind.size());
    if (expected != null) {
      settled = level > 0 && stored.level() == 0 ? expected : Math.min(settled, expected);
    }
    return new Progress(
        stored.topic(),
        stored.partition(),
        stored.ownerEpoch(),
        offset,
        Math.max(position, stored.highOffset()),
        level,
        expected,
        settled,
        settledBefore,
        stored.changedRows() + changed);
  }

  /** Says that the last step is stored. */
  public void committed() {
    stored = next;
  }

  /** What is stored, as far as this owner knows. */
  public Progress stored() {
    return stored;
  }

  private long nextOffset() {
    Pending oldest = oldest();
    return oldest == null ? position : oldest.since();
  }

  private Pending oldest() {
    Pending held = deferred.isEmpty() ? null : deferred.firstEntry().getValue();
    Pending free = waiting.isEmpty() ? null : waiting.values().iterator().next();
    if (held == null || free == null) {
      return held == null ? free : held;
    }
    return held.since() < free.since() ? held : free;
  }
}
