package dev.everfill.producer.merge;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which rows were changed by transactions that a snapshot may not see yet, and which
 * transactions are not yet safe to mark as done. Used by the thread that consumes the stream, and
 * by no other.
 */
public final class Merge {
  private record Row(TableName table, Key key) {}

  /** A delivered transaction, or (with no {@code rows}) a message outside of one. */
  private static final class Delivered {
    final long xid;
    final List<Row> rows = new ArrayList<>();
    final List<TableName> truncated = new ArrayList<>(0);
    boolean visible;
    long closedAs = Long.MAX_VALUE;
    Object mark;

    Delivered(long xid, boolean visible) {
      this.xid = xid;
      this.visible = visible;
    }
  }

  private final MergeGuards guards;
  private final Deque<Delivered> unmarked = new ArrayDeque<>();
  private final Set<Delivered> invisible = new LinkedHashSet<>();
  private final Map<Row, Delivered> last = new HashMap<>();
  private final Map<TableName, Delivered> truncated = new HashMap<>();
  private XidSnapshot known;
  private Delivered open;
  private long closed;
  private long acknowledged;

  public Merge(MergeGuards guards) {
    this.guards = guards;
  }

  /** A transaction begins; {@code xid32} is what the log carries of its number. */
  public void begin(long xid32) {
    open = new Delivered(xid32, known != null && known.sees(xid32));
    unmarked.add(open);
    if (!open.visible) {
      invisible.add(open);
    }
  }

  /** The row under this key was changed by the open transaction. */
  public void changed(TableName table, Key key) {
    if (open == null || open.visible) {
      return;
    }
    Row row = new Row(table, key);
    if (last.put(row, open) != open) {
      open.rows.add(row);
    }
  }

  /** The table was emptied by the open transaction. */
  public void truncated(TableName table) {
    if (open != null && !open.visible) {
      truncated.put(table, open);
      open.truncated.add(table);
    }
  }

  /** The open transaction is complete. */
  public void end(Object mark) {
    if (open == null) {
      outside(mark);
      return;
    }
    close(open, mark);
    open = null;
  }

  /** Something was delivered that belongs to no transaction. */
  public void outside(Object mark) {
    if (open != null) {
      return;
    }
    Delivered message = new Delivered(0, true);
    unmarked.add(message);
    close(message, mark);
  }

  private void close(Delivered delivered, Object mark) {
    delivered.mark = mark;
    delivered.closedAs = ++closed;
  }

  /** The transaction that is open; 0 if none is. */
  public long openXid() {
    return open == null ? 0 : open.xid;
  }

  /**
   * A snapshot was taken while no rows were read. Snapshots and chunks must come in the order in
   * which they were taken.
   */
  public void settle(XidSnapshot snapshot) {
    forget(snapshot);
  }

  /**
   * Whether a reader may see a row of the chunk that {@code snapshot} belongs to; {@link #chunk}
   * comes first.
   */
  public boolean admits(TableName table, Key key) {
    if (!guards.dropDelivered() || (last.isEmpty() && truncated.isEmpty())) {
      return true;
    }
    return !truncated.containsKey(table) && !last.containsKey(new Row(table, key));
  }

  /** A chunk's watermark came: its rows are to be admitted, one by one. */
  public void chunk(XidSnapshot snapshot) {
    forget(snapshot);
  }

  private void forget(XidSnapshot snapshot) {
    boolean completeToo = !guards.rememberInvisible();
    known = snapshot;
    for (Iterator<Delivered> each = invisible.iterator(); each.hasNext(); ) {
      Delivered delivered = each.next();
      delivered.visible = snapshot.sees(delivered.xid);
      if (delivered.visible || (completeToo && delivered.mark != null)) {
        delivered.rows.forEach(row -> last.remove(row, delivered));
        delivered.rows.clear();
        delivered.truncated.forEach(table -> truncated.remove(table, delivered));
      }
      if (delivered.visible) {
        each.remove();
      }
    }
  }

  /** Whatever is complete by now has been acknowledged by Kafka. */
  public void acknowledged() {
    acknowledged = closed;
  }

  /**
   * The newest mark up to which everything is complete, acknowledged and visible; null if there is
   * none that was not returned before.
   */
  public Object markable() {
    Object mark = null;
    while (!unmarked.isEmpty() && isMarkable(unmarked.peek())) {
      mark = unmarked.poll().mark;
    }
    return mark;
  }

  private boolean isMarkable(Delivered delivered) {
    return delivered.closedAs <= acknowledged && (delivered.visible || !guards.markVisible());
  }

  /** Delivered transactions are not yet known to be visible: a snapshot would help. */
  public boolean wantsSnapshot() {
    return !invisible.isEmpty();
  }

  /** Something complete is not yet marked. */
  public boolean isBehind() {
    return !unmarked.isEmpty();
  }
}
