package dev.everfill.producer;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.producer.chunk.RowKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings the rows of one table, read or delivered, into one form. */
final class TableRows {
  private final CapturedTable table;
  private final String[] names;
  private final RowKeys keys;

  TableRows(CapturedTable table) {
    this.table = table;
    this.names = table.columns().stream().map(Column::name).toArray(String[]::new);
    this.keys = new RowKeys(table);
  }

  TableName name() {
    return table.table().name();
  }

  CapturedTable table() {
    return table;
  }

  /** The columns in their order. */
  String[] names() {
    return names;
  }

  /** A level of a complete table: all rows that were published have the captured columns. */
  Event.Level level(long lsn) {
    return new Event.Level(lsn, 0, Set.of(names));
  }

  Key key(String[] row) {
    return keys.of(row);
  }

  /**
   * @throws EverfillException if a column of the key was not delivered
   */
  Key key(Map<String, String> values) {
    List<String> key = new ArrayList<>(2);
    for (Column column : table.table().primaryKey()) {
      String value = values.get(column.name());
      if (value == null) {
        throw new EverfillException(
            Reason.SCHEMA_CHANGED,
            "a change of "
                + name()
                + " came without its key column "
                + column.name()
                + "; it was dropped or renamed, or a value is so long that it is stored out of"
                + " line");
      }
      key.add(value);
    }
    return new Key(key);
  }

  Map<String, String> row(String[] values) {
    Map<String, String> row = new LinkedHashMap<>(names.length * 2);
    for (int i = 0; i < names.length; i++) {
      row.put(names[i], values[i]);
    }
    return row;
  }
}
