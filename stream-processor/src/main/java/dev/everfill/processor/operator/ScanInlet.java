package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import java.util.List;
import java.util.Map;

/**
 * Reads a table's change topic: its rows as the columns of a scan.
 *
 * <p>A topic may begin with rows that were captured when fewer columns were needed. They are passed
 * over, and so is a level that does not vouch for all columns of the scan: once capture has sent
 * all rows again with them, it sends a level that does.
 */
abstract class ScanInlet implements Inlet {
  private final List<String> needed;

  ScanInlet(Relation.Scan scan) {
    this.needed = scan.columns().stream().map(Column::name).toList();
  }

  @Override
  public final void receive(byte[] key, byte[] value, Cause cause) {
    if (Markers.is(key)) {
      Event marker = EventCodec.decode(key, value);
      if (marker instanceof Event.Level level) {
        if (level.vouchesFor(needed)) {
          level(level.level(), level.source(), cause);
        }
      } else if (marker instanceof Event.Truncate) {
        truncated(cause);
      } else if (marker instanceof Event.Again again) {
        again(again, cause);
      } else {
        throw new IllegalArgumentException("a change topic holds no " + marker);
      }
    } else if (value == null) {
      row(key, null, cause);
    } else {
      upsert(key, EventCodec.decodeColumns(value), cause);
    }
  }

  /** The row now reads so; null if it is gone. */
  abstract void row(byte[] key, String[] row, Cause cause);

  abstract void truncated(Cause cause);

  /** Of no interest but where the rows end at the target. */
  void again(Event.Again again, Cause cause) {}

  abstract void level(long level, int source, Cause cause);

  private void upsert(byte[] key, Map<String, String> found, Cause cause) {
    String[] row = new String[needed.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = found.get(needed.get(i));
      if (row[i] == null && !found.containsKey(needed.get(i))) {
        return;
      }
    }
    row(key, row, cause);
  }
}
