package dev.everfill.sink;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import java.util.LinkedHashMap;
import java.util.Map;

/** Short ways to say derived records. */
final class Events {
  private Events() {}

  /** A row with a key of one column; then column, value, column, value … */
  static Event row(Object key, String... columnsAndValues) {
    return row(Key.of(String.valueOf(key)), columnsAndValues);
  }

  static Event row(Key key, String... columnsAndValues) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      columns.put(columnsAndValues[i], columnsAndValues[i + 1]);
    }
    return new Event.Upsert(key, columns);
  }

  static Event level(long level) {
    return new Event.Level(level, 0);
  }

  static Event expect(long rows) {
    return new Event.Expect(rows);
  }
}
