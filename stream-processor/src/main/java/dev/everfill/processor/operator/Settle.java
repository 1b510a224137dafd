package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.processor.state.OrderedStore;
import dev.everfill.processor.state.TargetRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings together which rows the target has and what the SELECT gives for them, in the partition of
 * the target's key, and writes the derived topic. At its first level: how many rows there are, each
 * existing row once, the level. Then every change of what a row should hold. A row to which the
 * SELECT gives nothing gets the configured value; a value for a row that does not exist waits.
 *
 * <p>Since a live row has always been sent as its state demands, what was last sent is not kept: it
 * is what the state before the change demanded.
 *
 * <p>Store: target key → {@link TargetRow}.
 */
final class Settle {
  private static final byte[] START = {};

  private final String name;
  private final Site site;
  private final OrderedStore rows;
  private final LevelTracker levels;
  private final Outlet derived;
  private final List<String> names;
  private final String[] otherwise;

  /**
   * @param rows a table of its own
   * @param levels of the values (input 0) and, where it comes on a way of its own, the existence
   *     (input 1)
   */
  Settle(FieldDefinition field, Site site, OrderedStore rows, LevelTracker levels, Outlet derived) {
    this.name = field.name();
    this.site = site;
    this.rows = rows;
    this.levels = levels;
    this.derived = derived;
    this.names = field.values().stream().map(Column::name).toList();
    this.otherwise =
        field.values().stream()
            .map(c -> Output.canonical(c, field.otherwise().get(c.name())))
            .toArray(String[]::new);
  }

  /** Whether this partition has been settled. */
  boolean live() {
    return levels.live();
  }

  /** The SELECT gives this value, or null for none. */
  void value(byte[] key, String[] value, Cause cause) {
    TargetRow old = load(key);
    replace(key, old, new TargetRow(old.exists(), value), cause);
  }

  /** The target has or lacks the row. */
  void exists(byte[] key, boolean exists, Cause cause) {
    TargetRow old = load(key);
    replace(key, old, new TargetRow(exists, old.value()), cause);
  }

  /** Both at once, where the row itself gives the value; {@code row} of null is forgotten. */
  void settle(byte[] key, TargetRow row, Cause cause) {
    replace(key, load(key), row, cause);
  }

  /** The target has no rows any more. */
  void truncated(Cause cause) {
    forAll((key, row) -> replace(key, row, new TargetRow(false, row.value()), cause));
  }

  /** The SELECT gives no rows any more. */
  void valuesTruncated(Cause cause) {
    forAll((key, row) -> replace(key, row, new TargetRow(row.exists(), null), cause));
  }

  /** Neither has any rows any more. */
  void allTruncated(Cause cause) {
    forAll((key, row) -> replace(key, row, TargetRow.NONE, cause));
  }

  /**
   * Sends what these rows should hold once more, although nothing changed. Before the first level
   * there is nothing to repeat: each row is still going to be sent.
   */
  void again(Event.Again again, Cause cause) {
    if (!again.field().equals(name) || !levels.live()) {
      return;
    }
    for (Key key : again.keys()) {
      byte[] encoded = EventCodec.encodeKey(key);
      TargetRow row = load(encoded);
      if (row.exists()) {
        send(encoded, wanted(row), cause);
      }
    }
  }

  /** The level of the values. */
  void valuesLevel(long level, Cause cause) {
    raise(0, level, cause);
  }

  /** The level of the existence. */
  void existenceLevel(long level, Cause cause) {
    raise(1, level, cause);
  }

  private void raise(int input, long level, Cause cause) {
    boolean wasLive = levels.live();
    if (!levels.rose(input, 0, level)) {
      return;
    }
    if (!wasLive) {
      sendAll(cause);
    }
    site.tell(derived, site.partition(), levels.own(), cause);
  }

  private void sendAll(Cause cause) {
    long[] count = new long[1];
    forAll((key, row) -> count[0] += row.exists() ? 1 : 0);
    EventCodec.Encoded expect = EventCodec.encode(new Event.Expect(count[0]));
    derived.send(site.partition(), expect.key(), expect.value(), cause);
    forAll(
        (key, row) -> {
          if (row.exists()) {
            send(key, wanted(row), cause);
          }
        });
  }

  private TargetRow load(byte[] key) {
    byte[] stored = rows.get(key);
    return stored == null ? TargetRow.NONE : TargetRow.decode(stored);
  }

  private void replace(byte[] key, TargetRow old, TargetRow now, Cause cause) {
    if (old.exists() == now.exists() && Arrays.equals(old.value(), now.value())) {
      return;
    }
    if (!now.exists() && now.value() == null) {
      rows.delete(key);
    } else {
      rows.put(key, now.encode());
    }
    if (levels.live()) {
      String[] before = wanted(old);
      String[] after = wanted(now);
      if (!Arrays.equals(before, after)) {
        send(key, after, cause);
      }
    }
  }

  /** What the target's row should hold; null if there is no such row. */
  private String[] wanted(TargetRow row) {
    if (!row.exists()) {
      return null;
    }
    return row.value() == null ? otherwise : row.value();
  }

  private void send(byte[] key, String[] wanted, Cause cause) {
    derived.send(site.partition(), key, wanted == null ? null : encode(wanted), cause);
  }

  private byte[] encode(String[] wanted) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      columns.put(names.get(i), wanted[i]);
    }
    return EventCodec.encodeColumns(columns);
  }

  private interface RowVisitor {
    void visit(byte[] key, TargetRow row);
  }

  private void forAll(RowVisitor visitor) {
    rows.scan(
        START,
        null,
        (key, value) -> {
          visitor.visit(key, TargetRow.decode(value));
          return true;
        });
  }
}
