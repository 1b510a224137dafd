package dev.everfill.processor.operator;

import dev.everfill.base.event.Event;
import dev.everfill.processor.expression.AggregateFunctions.Family;
import dev.everfill.processor.state.OrderedStore;
import dev.everfill.processor.state.PairKey;
import dev.everfill.processor.state.Partial;
import java.util.Arrays;
import java.util.List;

/**
 * The second half of an aggregate, in the partition of the group's key: merges the partials of all
 * partitions into the group's value. Before its first own level it only records: nothing is
 * computed from half a group.
 *
 * <p>Store: (group key, partition as two bytes) → partial, only those that have rows.
 */
final class GroupMerge {
  private static final byte[] START = {};

  private final OrderedStore partials;
  private final LevelTracker levels;
  private final List<Family> families;
  private final GroupValues values;
  private final Settle settle;

  /**
   * @param partials a table of its own
   * @param levels of the partitions that send partials
   */
  GroupMerge(
      OrderedStore partials,
      LevelTracker levels,
      List<Family> families,
      GroupValues values,
      Settle settle) {
    this.partials = partials;
    this.levels = levels;
    this.families = families;
    this.values = values;
    this.settle = settle;
  }

  /** Where partials come in. */
  void partial(byte[] key, byte[] value, Cause cause) {
    if (Markers.is(key)) {
      Event.Level level = Markers.level(key, value);
      level(level, cause);
      return;
    }
    if (value == null) {
      throw new IllegalArgumentException("a partial without a value");
    }
    if (Partial.decode(value, families).rows() == 0) {
      partials.delete(key);
    } else {
      partials.put(key, value);
    }
    if (levels.live()) {
      byte[] group = PairKey.first(key);
      settle.value(group, values.of(group, merged(group)), cause);
    }
  }

  private void level(Event.Level level, Cause cause) {
    boolean wasLive = levels.live();
    if (!levels.rose(0, level.source(), level.level())) {
      return;
    }
    if (!wasLive) {
      settleAll(cause);
    }
    settle.valuesLevel(levels.own(), cause);
  }

  /** Null if no partition has rows of the group. */
  private Partial merged(byte[] group) {
    Partial[] sum = new Partial[1];
    partials.scan(
        PairKey.prefix(group),
        (key, value) -> {
          sum[0] = plus(sum[0], value);
          return true;
        });
    return sum[0];
  }

  private Partial plus(Partial sum, byte[] value) {
    Partial partial = Partial.decode(value, families);
    return sum == null ? partial : sum.plus(partial, families);
  }

  private void settleAll(Cause cause) {
    byte[][] group = new byte[1][];
    Partial[] sum = new Partial[1];
    partials.scan(
        START,
        null,
        (key, value) -> {
          byte[] next = PairKey.first(key);
          if (!Arrays.equals(next, group[0])) {
            settleOne(group[0], sum[0], cause);
            group[0] = next;
            sum[0] = null;
          }
          sum[0] = plus(sum[0], value);
          return true;
        });
    settleOne(group[0], sum[0], cause);
  }

  private void settleOne(byte[] group, Partial sum, Cause cause) {
    if (group != null) {
      settle.value(group, values.of(group, sum), cause);
    }
  }
}
