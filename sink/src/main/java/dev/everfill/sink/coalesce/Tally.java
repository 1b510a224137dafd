package dev.everfill.sink.coalesce;

import dev.everfill.base.control.Progress;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/**
 * What counts toward a partition's progress beside its offset: levels that wait for the rows before
 * them, how many rows to expect before the first one, and how many of these are settled, each
 * counted once. Not safe for several threads.
 */
final class Tally {
  private static final long NONE = Long.MAX_VALUE;

  private record LevelAt(long offset, long level) {}

  private final ArrayDeque<LevelAt> levels = new ArrayDeque<>();

  /** Offsets of counted rows that lie behind an unsettled one. */
  private final PriorityQueue<Long> settledBehind = new PriorityQueue<>();

  private final boolean filling;
  private Long expected;
  private long firstLevelAt = NONE;
  private long settledBefore;

  Tally(Progress stored) {
    this.filling = stored.level() == 0;
    this.expected = stored.expectedRows();
    this.settledBefore = stored.settledBefore();
  }

  void level(long offset, long level) {
    levels.add(new LevelAt(offset, level));
    firstLevelAt = Math.min(firstLevelAt, offset);
  }

  /** Only what is said before the first level counts. */
  void expect(long rows) {
    if (filling && firstLevelAt == NONE) {
      expected = rows;
    }
  }

  void settled(Pending row) {
    if (filling && row.since() < firstLevelAt) {
      settledBehind.add(row.since());
    }
  }

  /** Whether something would be stored at this offset even without any row. */
  boolean hasNews(Progress stored, long nextOffset) {
    boolean levelReached = !levels.isEmpty() && levels.peek().offset() < nextOffset;
    boolean learnt = expected != null && !expected.equals(stored.expectedRows());
    return levelReached || learnt;
  }

  /** The stored progress moved on to an offset; what lies before it is counted for good. */
  Progress advance(Progress stored, long nextOffset, long position, long changed, long kept) {
    long level = levelAt(stored.level(), nextOffset);
    return moved(stored, nextOffset, position, level, changed, kept);
  }

  /** The same, but levels wait for a step of their own. */
  Progress meanwhile(Progress stored, long nextOffset, long position) {
    return moved(stored, nextOffset, position, stored.level(), 0, 0);
  }

  private Progress moved(
      Progress stored, long nextOffset, long position, long level, long changed, long kept) {
    while (!settledBehind.isEmpty() && settledBehind.peek() < nextOffset) {
      settledBehind.poll();
      settledBefore++;
    }
    return new Progress(
        stored.topic(),
        stored.partition(),
        stored.ownerEpoch(),
        nextOffset,
        Math.max(position, stored.highOffset()),
        level,
        expected,
        settledRows(stored, level),
        settledBefore,
        stored.changedRows() + changed,
        stored.quarantinedRows() + kept);
  }

  private long levelAt(long reached, long nextOffset) {
    long level = reached;
    while (!levels.isEmpty() && levels.peek().offset() < nextOffset) {
      level = Math.max(level, levels.poll().level());
    }
    return level;
  }

  private long settledRows(Progress stored, long level) {
    long settled = Math.max(stored.settledRows(), settledBefore + settledBehind.size());
    if (expected == null) {
      return settled;
    }
    return level > 0 && stored.level() == 0 ? expected : Math.min(settled, expected);
  }
}
