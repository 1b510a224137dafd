package dev.everfill.processor.operator;

import dev.everfill.processor.state.GroupState;
import dev.everfill.processor.state.PairKey;
import java.nio.ByteBuffer;

/**
 * The first half of an aggregate, beside the rows: keeps each group's partial over this partition's
 * rows, and sends those that change to the group's partition ({@link GroupMerge}). A parent with
 * very many rows costs no more than any other, and most changes end here: they do not change a
 * maximum.
 *
 * <p>Topic: (group key, own partition as two bytes) → partial; one that has no rows left is sent as
 * such, never as a tombstone, which compaction might drop before it is read.
 */
final class GroupStep implements RowStep {
  private final Site site;
  private final Contributions contributions;
  private final GroupState groups;
  private final LevelTracker levels;
  private final Outlet partials;
  private final byte[] source;

  GroupStep(
      Site site,
      Contributions contributions,
      GroupState groups,
      LevelTracker levels,
      Outlet partials) {
    this.site = site;
    this.contributions = contributions;
    this.groups = groups;
    this.levels = levels;
    this.partials = partials;
    this.source = ByteBuffer.allocate(2).putShort((short) site.partition()).array();
  }

  @Override
  public void present(byte[] key, String[] row, Cause cause) {
    groups.replace(key, contributions.of(row), (group, partial) -> changed(group, partial, cause));
  }

  @Override
  public void excluded(byte[] key, Cause cause) {
    groups.replace(key, null, (group, partial) -> changed(group, partial, cause));
  }

  @Override
  public void gone(byte[] key, Cause cause) {
    excluded(key, cause);
  }

  @Override
  public void truncated(Cause cause) {
    groups.clear((group, partial) -> changed(group, partial, cause));
  }

  @Override
  public void level(long level, Cause cause) {
    boolean wasLive = levels.live();
    if (!levels.rose(0, 0, level)) {
      return;
    }
    if (!wasLive) {
      groups.forEach((group, partial) -> send(group, partial, cause));
    }
    site.tell(partials, Outlet.ALL, level, cause);
  }

  private void changed(byte[] group, byte[] partial, Cause cause) {
    if (levels.live()) {
      send(group, partial, cause);
    }
  }

  private void send(byte[] group, byte[] partial, Cause cause) {
    partials.send(site.partitionOf(group), PairKey.of(group, source), partial, cause);
  }
}
