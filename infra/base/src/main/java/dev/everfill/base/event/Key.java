package dev.everfill.base.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The values of a key in PostgreSQL's text form, in the key's own order. Values are null only in
 * the key of a group or of a reference, never in a primary key.
 */
public record Key(List<String> values) {
  public Key {
    // Most keys have one value, and there are many of them: no list in a list.
    values =
        values.size() == 1
            ? Collections.singletonList(values.get(0))
            : Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** A key of these values. */
  public static Key of(String... values) {
    return new Key(java.util.Arrays.asList(values));
  }
}
