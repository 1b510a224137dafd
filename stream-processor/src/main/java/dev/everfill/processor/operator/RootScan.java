package dev.everfill.processor.operator;

import dev.everfill.base.definition.Relation;

/** Starts the way of the root's rows. */
final class RootScan extends ScanInlet {
  private final LevelTracker levels;
  private final RowStep next;

  RootScan(Relation.Scan scan, LevelTracker levels, RowStep next) {
    super(scan);
    this.levels = levels;
    this.next = next;
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
  void level(long level, int source, Cause cause) {
    if (levels.rose(0, 0, level)) {
      next.level(levels.own(), cause);
    }
  }
}
