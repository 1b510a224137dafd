package dev.everfill.base.definition;

import java.util.Objects;

/**
 * A PostgreSQL type.
 *
 * @param oid the type's OID; built-in types have the same one on every server
 * @param name as {@code format_type(oid, typmod)} prints it, so it can stand in SQL: {@code
 *     character varying(20)}, {@code timestamp with time zone}
 * @param typmod the type modifier, −1 for none
 */
public record DataType(int oid, String name, int typmod) {
  public DataType {
    Objects.requireNonNull(name, "name");
  }

  /** What values of this type are to a program; {@link Kind#OTHER} can only be passed through. */
  public Kind kind() {
    return Kind.of(oid);
  }

  /** The families of types that expressions can work on. */
  public enum Kind {
    BOOLEAN(16),
    SMALLINT(21),
    INTEGER(23),
    BIGINT(20),
    NUMERIC(1700),
    REAL(700),
    DOUBLE(701),
    TEXT(25),
    VARCHAR(1043),
    CHAR(1042),
    UUID(2950),
    DATE(1082),
    TIMESTAMP(1114),
    TIMESTAMPTZ(1184),
    INTERVAL(1186),
    JSONB(3802),
    TEXT_ARRAY(1009),
    VARCHAR_ARRAY(1015),
    INTEGER_ARRAY(1007),
    BIGINT_ARRAY(1016),
    /** Any other type: its text form is carried, never looked into. */
    OTHER(0);

    private final int oid;

    Kind(int oid) {
      this.oid = oid;
    }

    /** The family of the type with this OID. */
    public static Kind of(int oid) {
      for (Kind kind : values()) {
        if (kind.oid == oid) {
          return kind;
        }
      }
      return OTHER;
    }
  }
}
