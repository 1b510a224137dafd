package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import java.util.Map;

/** Reads a table's change topic: its rows as the columns of a scan. */
abstract class ScanInlet implements Inlet {
  private final Relation.Scan scan;

  ScanInlet(Relation.Scan scan) {
    this.scan = scan;
  }

  @Override
  public final void receive(byte[] key, byte[] value, Cause cause) {
    if (Markers.is(key)) {
      Event marker = EventCodec.decode(key, value);
      if (marker instanceof Event.Level level) {
        level(level.level(), level.source(), cause);
      } else if (marker instanceof Event.Truncate) {
        truncated(cause);
      } else {
        throw new IllegalArgumentException("a change topic holds no " + marker);
      }
    } else {
      row(key, value == null ? null : columns(value), cause);
    }
  }

  /** The row now reads so; null if it is gone. */
  abstract void row(byte[] key, String[] row, Cause cause);

  abstract void truncated(Cause cause);

  abstract void level(long level, int source, Cause cause);

  private String[] columns(byte[] value) {
    Map<String, String> found = EventCodec.decodeColumns(value);
    String[] row = new String[scan.columns().size()];
    for (int i = 0; i < row.length; i++) {
      Column column = scan.columns().get(i);
      String text = found.get(column.name());
      if (text == null && !found.containsKey(column.name())) {
        throw new EverfillException(
            Reason.SCHEMA_CHANGED,
            "a row of " + scan.table().name() + " has no column \"" + column.name() + "\"");
      }
      row[i] = text;
    }
    return row;
  }
}
