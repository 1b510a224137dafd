package dev.everfill.base.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of rows that nobody changes; values may be null, and the columns keep their order. */
final class Columns {
  private Columns() {}

  /** Derived rows mostly have one column, and there are many of them: no table for one entry. */
  static Map<String, String> copy(Map<String, String> columns) {
    if (columns.size() != 1) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
    Map.Entry<String, String> only = columns.entrySet().iterator().next();
    return Collections.singletonMap(only.getKey(), only.getValue());
  }
}
