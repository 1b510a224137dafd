package dev.everfill.sink.coalesce;

import java.util.HashMap;
import java.util.Map;

/** Rows that are on their way to PostgreSQL, by key. Not safe for several threads. */
final class Underway {
  private final Map<Object, Pending> rows = new HashMap<>();
  private Pending oldest;

  int size() {
    return rows.size();
  }

  boolean has(Object id) {
    return !rows.isEmpty() && rows.containsKey(id);
  }

  void add(Pending row) {
    rows.put(row.id(), row);
    if (rows.size() == 1 || oldest != null && row.since() < oldest.since()) {
      oldest = row;
    }
  }

  /** False if it was not underway. */
  boolean remove(Pending row) {
    boolean there = rows.remove(row.id(), row);
    if (row == oldest) {
      oldest = null;
    }
    return there;
  }

  /** Null if there is none. */
  Pending oldest() {
    if (oldest == null && !rows.isEmpty()) {
      for (Pending row : rows.values()) {
        oldest = oldest == null || row.since() < oldest.since() ? row : oldest;
      }
    }
    return oldest;
  }
}
