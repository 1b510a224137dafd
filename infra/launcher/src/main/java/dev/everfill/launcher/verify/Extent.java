package dev.everfill.launcher.verify;

import java.util.List;

/** Which target rows a comparison is about. Keys are text forms in the key's order. */
sealed interface Extent {

  /** All of them. */
  record Whole() implements Extent {}

  /**
   * A range of the primary key.
   *
   * @param after the last key before it; null to begin with the first row
   * @param until the last key in it; null to go to the end
   */
  record Range(List<String> after, List<String> until) implements Extent {}

  /** Single rows; those that are not there are left out. */
  record Keys(List<List<String>> keys) implements Extent {
    public Keys {
      keys = List.copyOf(keys);
    }
  }
}
