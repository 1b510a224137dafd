package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.DataType.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Which types can be keys: those whose equal values have equal text forms. */
public final class KeyTypes {
  /** In words, for messages. */
  public static final String IN_WORDS =
      "smallint, integer, bigint, text, varchar, uuid, boolean, date, timestamp and timestamptz";

  private static final Set<Kind> INTEGERS = EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);
  private static final Set<Kind> TEXTS = EnumSet.of(Kind.TEXT, Kind.VARCHAR);
  private static final Set<Kind> OTHERS =
      EnumSet.of(Kind.UUID, Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ);

  private KeyTypes() {}

  /** Whether values of the type can be a key. */
  public static boolean allowed(DataType type) {
    Kind kind = type.kind();
    return INTEGERS.contains(kind) || TEXTS.contains(kind) || OTHERS.contains(kind);
  }

  /** Whether equal keys of both types have equal text forms. */
  public static boolean sameText(DataType a, DataType b) {
    return allowed(a)
        && allowed(b)
        && (a.oid() == b.oid()
            || (INTEGERS.contains(a.kind()) && INTEGERS.contains(b.kind()))
            || (TEXTS.contains(a.kind()) && TEXTS.contains(b.kind())));
  }
}
