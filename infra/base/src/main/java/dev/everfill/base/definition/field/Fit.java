package dev.everfill.base.definition.field;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.DataType.Kind;
import java.util.List;

/** Whether every value of one type can be stored in a column of another without being changed. */
final class Fit {
  private static final List<Kind> INTEGERS = List.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);
  private static final int NO_LIMIT = -1;

  private Fit() {}

  static boolean fits(DataType from, DataType to) {
    int narrow = INTEGERS.indexOf(from.kind());
    int wide = INTEGERS.indexOf(to.kind());
    if (narrow >= 0 && wide >= 0) {
      return narrow <= wide;
    }
    if (isText(from) && isText(to)) {
      return limit(to) == NO_LIMIT || (limit(from) != NO_LIMIT && limit(from) <= limit(to));
    }
    return from.oid() == to.oid() && (to.typmod() == NO_LIMIT || from.typmod() == to.typmod());
  }

  private static boolean isText(DataType type) {
    return type.kind() == Kind.TEXT || type.kind() == Kind.VARCHAR;
  }

  private static int limit(DataType type) {
    return type.kind() == Kind.TEXT ? NO_LIMIT : type.typmod();
  }
}
