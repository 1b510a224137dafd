package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import dev.everfill.producer.chunk.Reselect;
import dev.everfill.producer.stream.StreamRecord;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whole rows for changes that came without some of their columns: out-of-line values that an UPDATE
 * left alone, generated columns, which most servers never send, and columns that were added after
 * the change was made. What is there now stands in for them (see {@link Reselect}).
 */
final class FilledRows {
  private static final class Wanted {
    final Set<Key> keys = new LinkedHashSet<>();
    final Set<Long> xids = new HashSet<>();
    Reselect.Found found = new Reselect.Found(Map.of(), true);
  }

  private final Map<TableName, Wanted> wanted = new HashMap<>();
  private final Reselect reselect;

  private FilledRows(Reselect reselect) {
    this.reselect = reselect;
  }

  /**
   * Notes what the batch lacks, so that it is fetched with few queries once it is needed.
   *
   * @param xid of the transaction that was open before the batch; 0 if none was
   */
  static FilledRows of(
      List<StreamRecord> batch, long xid, Map<TableName, TableRows> tables, Reselect reselect) {
    FilledRows filled = new FilledRows(reselect);
    long open = xid;
    for (StreamRecord record : batch) {
      if (record instanceof StreamRecord.Begin begin) {
        open = begin.xid();
      } else if (record instanceof StreamRecord.Upsert upsert) {
        TableRows table = tables.get(upsert.table());
        if (table != null && lacks(table, upsert)) {
          Wanted of = filled.wanted.computeIfAbsent(upsert.table(), name -> new Wanted());
          of.keys.add(table.key(upsert.values()));
          of.xids.add(open);
        }
      }
    }
    return filled;
  }

  private static boolean lacks(TableRows table, StreamRecord.Upsert change) {
    for (String name : table.names()) {
      if (!change.values().containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  /** The row in the table's order of columns; null if it is gone, so that a delete will follow. */
  Map<String, String> row(TableRows table, Key key, StreamRecord.Upsert change)
      throws SQLException, InterruptedException {
    String[] now = null;
    if (lacks(table, change)) {
      now = now(table, key);
      if (now == null) {
        return null;
      }
    }
    Map<String, String> values = change.values();
    Map<String, String> row = new LinkedHashMap<>(table.names().length * 2);
    for (int i = 0; i < table.names().length; i++) {
      String name = table.names()[i];
      row.put(name, now == null || values.containsKey(name) ? values.get(name) : now[i]);
    }
    return row;
  }

  /** Asks for all that the batch still lacks; where that is too much, for this row alone. */
  private String[] now(TableRows table, Key key) throws SQLException, InterruptedException {
    Wanted of = wanted.get(table.name());
    if (of.found.partial() && !of.found.rows().containsKey(key)) {
      of.keys.add(key);
      of.found = reselect.rows(table.table(), of.keys, of.xids);
      if (of.found.partial() && !of.found.rows().containsKey(key)) {
        of.keys.remove(key);
        return reselect.rows(table.table(), Set.of(key), of.xids).rows().get(key);
      }
    }
    of.keys.remove(key);
    return of.found.rows().get(key);
  }
}
