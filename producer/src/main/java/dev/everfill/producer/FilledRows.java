package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.Key;
import dev.everfill.producer.chunk.Reselect;
import dev.everfill.producer.stream.StreamRecord;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whole rows for changes that came without their unchanged out-of-line values. */
final class FilledRows {
  private static final class Wanted {
    final Set<Key> keys = new HashSet<>();
    final Set<Long> xids = new HashSet<>();
  }

  private final Map<TableName, Map<Key, String[]>> found = new HashMap<>();

  private FilledRows() {}

  /**
   * Fetches what the batch lacks, in one query per table.
   *
   * @param xid of the transaction that was open before the batch; 0 if none was
   */
  static FilledRows of(
      List<StreamRecord> batch, long xid, Map<TableName, TableRows> tables, Reselect reselect)
      throws SQLException, InterruptedException {
    Map<TableName, Wanted> wanted = new HashMap<>();
    long open = xid;
    for (StreamRecord record : batch) {
      if (record instanceof StreamRecord.Begin begin) {
        open = begin.xid();
      } else if (record instanceof StreamRecord.Upsert upsert) {
        TableRows table = tables.get(upsert.table());
        if (table != null && !upsert.missing().isEmpty()) {
          Wanted of = wanted.computeIfAbsent(upsert.table(), name -> new Wanted());
          of.keys.add(table.key(upsert.values()));
          of.xids.add(open);
        }
      }
    }
    FilledRows filled = new FilledRows();
    for (Map.Entry<TableName, Wanted> each : wanted.entrySet()) {
      CapturedTable table = tables.get(each.getKey()).table();
      filled.found.put(
          each.getKey(), reselect.rows(table, each.getValue().keys, each.getValue().xids));
    }
    return filled;
  }

  /** The row in the table's order of columns; null if it is gone, so that a delete will follow. */
  Map<String, String> row(TableRows table, Key key, StreamRecord.Upsert change) {
    String[] now = null;
    if (!change.missing().isEmpty()) {
      now = found.get(change.table()).get(key);
      if (now == null) {
        return null;
      }
    }
    Map<String, String> row = new LinkedHashMap<>(table.names().length * 2);
    for (int i = 0; i < table.names().length; i++) {
      String name = table.names()[i];
      row.put(name, change.missing().contains(name) ? now[i] : delivered(table, name, change));
    }
    return row;
  }

  private static String delivered(TableRows table, String name, StreamRecord.Upsert change) {
    String value = change.values().get(name);
    if (value == null && !change.values().containsKey(name)) {
      throw new EverfillException(
          Reason.SCHEMA_CHANGED,
          "a change of " + table.name() + " came without its column " + name);
    }
    return value;
  }
}
