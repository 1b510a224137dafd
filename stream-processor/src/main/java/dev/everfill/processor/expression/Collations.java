package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import java.util.Set;

/** Which collations order text by its bytes, so that their order can be computed here. */
final class Collations {
  /** pg_c_utf8, "C", "POSIX", ucs_basic: built in, with the same OIDs on every server. */
  private static final Set<Long> BY_BYTES = Set.of(811L, 950L, 951L, 962L);

  /** "C", "POSIX", ucs_basic: only ASCII letters have another case. */
  private static final Set<Long> ASCII_CASE = Set.of(950L, 951L, 962L);

  private Collations() {}

  static boolean asciiCase(long collation) {
    return ASCII_CASE.contains(collation);
  }

  static boolean byBytes(long collation) {
    return BY_BYTES.contains(collation);
  }

  static void requireByBytes(String what, long collation) {
    if (!byBytes(collation)) {
      throw new IllegalArgumentException(
          what + " depends on a collation; write COLLATE \"C\" behind the text");
    }
  }

  /** The order of a type under a collation. */
  static ValueOrder order(DataType type, long collation) {
    switch (type.kind()) {
      case TEXT, VARCHAR, CHAR -> requireByBytes("the order of " + type.name(), collation);
      default -> {}
    }
    return ValueOrder.of(type);
  }
}
