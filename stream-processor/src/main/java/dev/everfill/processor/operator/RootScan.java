package dev.everfill.processor.operator;

import dev.everfill.base.definition.Relation;
import dev.everfill.base.event.Event;

/** Starts the way of the root's rows. */
final class RootScan extends ScanInlet {
  private final LevelTracker levels;
  private final RowStep next;
  private final Repeats repeats;

  /** Who sends target rows once more when he is asked to. */
  @FunctionalInterface
  interface Repeats {
    /** Where the root is not the target, it is asked elsewhere. */
    Repeats NONE = (again, cause) -> {};

    void again(Event.Again again, Cause cause);
  }

  RootScan(Relation.Scan scan, LevelTracker levels, RowStep next, Repeats repeats) {
    super(scan);
    this.levels = levels;
    this.next = next;
    this.repeats = repeats;
  }

  @Override
  void row(byte[] key, String[] row, Cause cause) {
    if (row == null) {
      next.gone(key, cause);
    } else {
      next.present(key, row, cause);
    }
  }

  @Override
  void truncated(Cause cause) {
    next.truncated(cause);
  }

  @Override
  void again(Event.Again again, Cause cause) {
    repeats.again(again, cause);
  }

  @Override
  void level(long level, int source, Cause cause) {
    if (levels.rose(0, 0, level)) {
      next.level(levels.own(), cause);
    }
  }
}
