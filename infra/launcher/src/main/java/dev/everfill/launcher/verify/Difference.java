package dev.everfill.launcher.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A target row that is not what its SELECT says.
 *
 * @param key the primary key's values in text form
 * @param expected the value columns' text forms, cut after {@link #SHOWN} characters; null for NULL
 * @param actual likewise, as the row is
 * @param digest of the whole expected and actual values, so that cut values can be compared
 * @param version of the row: another one once anybody has written it
 */
public record Difference(
    List<String> key, List<String> expected, List<String> actual, String digest, String version) {
  /** Characters of a value that are kept. */
  public static final int SHOWN = 200;

  public Difference {
    key = List.copyOf(key);
    expected = Collections.unmodifiableList(new ArrayList<>(expected));
    actual = Collections.unmodifiableList(new ArrayList<>(actual));
  }

  /** {@code id=17: expected last_seen=2026-…, found last_seen=NULL}. */
  public String describe(List<String> keyColumns, List<String> valueColumns) {
    return pairs(keyColumns, key)
        + ": expected "
        + pairs(valueColumns, expected)
        + ", found "
        + pairs(valueColumns, actual);
  }

  private static String pairs(List<String> names, List<String> values) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String value = values.get(i);
      out.append(i == 0 ? "" : ", ").append(names.get(i)).append('=');
      out.append(value == null ? "NULL" : value);
    }
    return out.toString();
  }
}
