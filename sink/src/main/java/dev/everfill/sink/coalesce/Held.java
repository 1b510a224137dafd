package dev.everfill.sink.coalesce;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Rows that somebody else holds, by age and by key. Not safe for several threads. */
final class Held {
  private final NavigableMap<Long, Pending> rows = new TreeMap<>();
  private final Map<Object, Long> sinceById = new HashMap<>();
  private long lastTaken = -1;

  int size() {
    return rows.size();
  }

  /** Null if there is none. */
  Pending oldest() {
    return rows.isEmpty() ? null : rows.firstEntry().getValue();
  }

  /** Null if there is none. */
  Pending get(Object id) {
    Long since = rows.isEmpty() ? null : sinceById.get(id);
    return since == null ? null : rows.get(since);
  }

  void put(Pending row) {
    rows.put(row.since(), row);
    sinceById.put(row.id(), row.since());
  }

  boolean remove(Pending row) {
    Long since = sinceById.remove(row.id());
    return since != null && rows.remove(since) != null;
  }

  /** Adds up to {@code limit} rows, going round so that each has its turn. */
  void take(int limit, List<Pending> into) {
    int wanted = Math.min(limit, rows.size());
    for (int i = 0; i < wanted; i++) {
      Map.Entry<Long, Pending> row = rows.higherEntry(lastTaken);
      row = row == null ? rows.firstEntry() : row;
      lastTaken = row.getKey();
      into.add(row.getValue());
    }
  }
}
