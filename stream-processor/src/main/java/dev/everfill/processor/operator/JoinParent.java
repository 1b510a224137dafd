package dev.everfill.processor.operator;

import dev.everfill.base.definition.Relation;
import dev.everfill.base.event.Event;
import dev.everfill.processor.state.OrderedStore;
import dev.everfill.processor.state.PairKey;
import dev.everfill.processor.state.RowForm;
import java.util.Arrays;

/**
 * The right side of a join, in the partition of the parent's key: answers each subscribed child
 * with the parent's row, and again whenever a column that is needed changes. Before the first own
 * level (this partition of the parent's table complete, and all children's partitions too) it only
 * records; then it answers all, each once. {@link JoinChild} tells why nothing is lost.
 *
 * <p>Tables: 1 parent key → row; 2 (parent key, child key) → nothing, so that a parent's children
 * lie together.
 */
final class JoinParent extends ScanInlet {
  private static final byte[] NOTHING = {};
  private static final byte[] START = {};
  private static final byte[] MISSING = {0};
  private static final int CHANGES = 0;
  private static final int SUBSCRIPTIONS = 1;

  private final Site site;
  private final OrderedStore parents;
  private final OrderedStore subscriptions;
  private final LevelTracker levels;
  private final Outlet answer;

  /**
   * @param store whose tables 0 to 2 are used
   */
  JoinParent(Relation.Scan scan, Site site, OrderedStore store, Outlet answer) {
    super(scan);
    this.site = site;
    this.levels = new LevelTracker(store.table(0), 1, site.partitions());
    this.parents = store.table(1);
    this.subscriptions = store.table(2);
    this.answer = answer;
  }

  /** Whether it answers at once. */
  boolean live() {
    return levels.live();
  }

  @Override
  void row(byte[] key, String[] row, Cause cause) {
    byte[] now = row == null ? null : RowForm.encode(row);
    if (Arrays.equals(now, parents.get(key))) {
      return;
    }
    if (now == null) {
      parents.delete(key);
    } else {
      parents.put(key, now);
    }
    answerAll(key, now, cause);
  }

  @Override
  void truncated(Cause cause) {
    parents.scan(
        START,
        null,
        (key, row) -> {
          parents.delete(key);
          answerAll(key, null, cause);
          return true;
        });
  }

  @Override
  void level(long level, int source, Cause cause) {
    raise(CHANGES, 0, level, cause);
  }

  /** Where subscriptions come in. */
  void subscription(byte[] key, byte[] value, Cause cause) {
    if (Markers.is(key)) {
      Event.Level level = Markers.level(key, value);
      raise(SUBSCRIPTIONS, level.source(), level.level(), cause);
    } else if (Arrays.equals(value, JoinChild.UNSUBSCRIBE)) {
      subscriptions.delete(key);
    } else if (Arrays.equals(value, JoinChild.SUBSCRIBE)) {
      subscriptions.put(key, NOTHING);
      if (levels.live()) {
        byte[] parent = PairKey.first(key);
        answer(parent, PairKey.second(key), parents.get(parent), cause);
      }
    } else {
      throw new IllegalArgumentException("a subscription is 1 or 0");
    }
  }

  private void raise(int input, int source, long level, Cause cause) {
    boolean wasLive = levels.live();
    if (!levels.rose(input, source, level)) {
      return;
    }
    if (!wasLive) {
      answerEverything(cause);
    }
    site.tell(answer, Outlet.ALL, levels.own(), cause);
  }

  private void answerEverything(Cause cause) {
    byte[][] last = new byte[2][];
    subscriptions.scan(
        START,
        null,
        (key, value) -> {
          byte[] parent = PairKey.first(key);
          if (!Arrays.equals(parent, last[0])) {
            last[0] = parent;
            last[1] = parents.get(parent);
          }
          answer(parent, PairKey.second(key), last[1], cause);
          return true;
        });
  }

  private void answerAll(byte[] parent, byte[] row, Cause cause) {
    if (levels.live()) {
      subscriptions.scan(
          PairKey.prefix(parent),
          (key, value) -> {
            answer(parent, PairKey.second(key), row, cause);
            return true;
          });
    }
  }

  private void answer(byte[] parent, byte[] child, byte[] row, Cause cause) {
    byte[] value = MISSING;
    if (row != null) {
      value = new byte[row.length + 1];
      value[0] = 1;
      System.arraycopy(row, 0, value, 1, row.length);
    }
    answer.send(site.partitionOf(child), PairKey.of(child, parent), value, cause);
  }
}
