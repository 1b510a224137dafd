package dev.everfill.processor.operator;

import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Relation.JoinKind;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.processor.state.ChildRow;
import dev.everfill.processor.state.OrderedStore;
import dev.everfill.processor.state.PairKey;
import dev.everfill.processor.state.RowForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The left side of a join by foreign key, in the partition of the root's key. It subscribes each
 * row at its parent's partition ({@link JoinParent}) and hands the row on once the parent has
 * answered; a row that is re-pointed stays downstream as it was until the new parent answers.
 *
 * <p><b>Nothing is lost by races.</b> Between a child's and a parent's partition records keep their
 * order in both directions. (1) The last subscription or its end that a child sends about a parent
 * is what its row says, and the parent's side ends up with it. (2) A parent answers every
 * subscription with its row at that moment and, as long as it lasts, every later change; so the
 * last answer about a parent that reaches a subscribed child holds the parent's last row. (3) An
 * answer about another parent than the current one is ignored: it was sent before the end of a
 * subscription arrived. An answer to an <em>earlier</em> subscription to the current parent is as
 * good as any: it is a state of that parent, and the answer to the later subscription follows. (4)
 * The level follows the subscriptions to all parents' partitions and comes back behind their
 * answers, so once all have returned it every row that came before it has been answered.
 *
 * <p>Store: child key → {@link ChildRow}; only rows that refer to a parent are kept. Topics:
 * subscribe (parent key, child key) → 1 or, when it ends, 0; answer (child key, parent key) → 0 if
 * there is no such parent, else 1 and its row.
 */
final class JoinChild implements RowStep {
  static final byte[] SUBSCRIBE = {1};
  static final byte[] UNSUBSCRIBE = {0};

  private final Site site;
  private final OrderedStore children;
  private final LevelTracker levels;
  private final Outlet subscribe;
  private final RowStep next;
  private final int[] foreignKey;
  private final boolean inner;
  private final String[] missing;

  /**
   * @param children a table of its own
   * @param levels of the answers
   */
  JoinChild(
      Relation.Join join,
      Site site,
      OrderedStore children,
      LevelTracker levels,
      Outlet subscribe,
      RowStep next) {
    this.site = site;
    this.children = children;
    this.levels = levels;
    this.subscribe = subscribe;
    this.next = next;
    this.foreignKey = join.foreignKey().stream().mapToInt(Integer::intValue).toArray();
    this.inner = join.kind() == JoinKind.INNER;
    this.missing = new String[join.right().columns().size()];
  }

  @Override
  public void present(byte[] key, String[] row, Cause cause) {
    byte[] stored = children.get(key);
    ChildRow old = stored == null ? null : ChildRow.decode(stored);
    byte[] oldParent = old == null ? null : parentOf(old.row());
    byte[] parent = parentOf(row);
    if (parent != null && Arrays.equals(parent, oldParent)) {
      ChildRow changed = new ChildRow(row, old.answered(), old.parent());
      children.put(key, changed.encode());
      handOn(key, changed, cause);
      return;
    }
    if (oldParent != null) {
      send(oldParent, key, UNSUBSCRIBE, cause);
    }
    if (parent != null) {
      send(parent, key, SUBSCRIBE, cause);
      children.put(key, ChildRow.awaiting(row).encode());
      return;
    }
    if (old != null) {
      children.delete(key);
    }
    handOn(key, new ChildRow(row, true, null), cause);
  }

  @Override
  public void excluded(byte[] key, Cause cause) {
    forget(key, cause);
    next.excluded(key, cause);
  }

  @Override
  public void gone(byte[] key, Cause cause) {
    forget(key, cause);
    next.gone(key, cause);
  }

  @Override
  public void truncated(Cause cause) {
    List<byte[]> keys = new ArrayList<>();
    children.scan(new byte[0], null, (key, value) -> keys.add(key));
    keys.forEach(key -> forget(key, cause));
    next.truncated(cause);
  }

  @Override
  public void level(long level, Cause cause) {
    site.tell(subscribe, Outlet.ALL, level, cause);
  }

  /** Where the answers come in. */
  void answer(byte[] key, byte[] value, Cause cause) {
    if (Markers.is(key)) {
      Event.Level level = Markers.level(key, value);
      if (levels.rose(0, level.source(), level.level())) {
        next.level(levels.own(), cause);
      }
      return;
    }
    answered(PairKey.first(key), PairKey.second(key), parentRow(value), cause);
  }

  private void answered(byte[] key, byte[] parent, String[] parentRow, Cause cause) {
    byte[] stored = children.get(key);
    if (stored == null) {
      return;
    }
    ChildRow old = ChildRow.decode(stored);
    boolean outdated = !Arrays.equals(parent, parentOf(old.row()));
    boolean known = old.answered() && Arrays.equals(old.parent(), parentRow);
    if (outdated || known) {
      return;
    }
    ChildRow now = new ChildRow(old.row(), true, parentRow);
    children.put(key, now.encode());
    handOn(key, now, cause);
  }

  private void handOn(byte[] key, ChildRow child, Cause cause) {
    if (!child.answered()) {
      return;
    }
    if (child.parent() == null && inner) {
      next.excluded(key, cause);
      return;
    }
    String[] right = child.parent() == null ? missing : child.parent();
    String[] joined = Arrays.copyOf(child.row(), child.row().length + right.length);
    System.arraycopy(right, 0, joined, child.row().length, right.length);
    next.present(key, joined, cause);
  }

  private void forget(byte[] key, Cause cause) {
    byte[] stored = children.get(key);
    if (stored != null) {
      send(parentOf(ChildRow.decode(stored).row()), key, UNSUBSCRIBE, cause);
      children.delete(key);
    }
  }

  private void send(byte[] parent, byte[] key, byte[] value, Cause cause) {
    subscribe.send(site.partitionOf(parent), PairKey.of(parent, key), value, cause);
  }

  /** The key of the parent that a row refers to; null if a part of the foreign key is NULL. */
  private byte[] parentOf(String[] row) {
    List<String> values = new ArrayList<>(foreignKey.length);
    for (int position : foreignKey) {
      if (row[position] == null) {
        return null;
      }
      values.add(row[position]);
    }
    return EventCodec.encodeKey(new Key(values));
  }

  private static String[] parentRow(byte[] value) {
    if (value == null || value.length == 0) {
      throw new IllegalArgumentException("an answer without a value");
    }
    return value[0] == 0 ? null : RowForm.decode(Arrays.copyOfRange(value, 1, value.length));
  }
}
