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
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** A key of these values. */
  public static Key of(String... values) {
    return new Key(java.util.Arrays.asList(values));
  }
}
