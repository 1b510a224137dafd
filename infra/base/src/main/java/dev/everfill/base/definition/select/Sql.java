package dev.everfill.base.definition.select;

import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Names and strings as SQL, quoted whatever they contain. */
final class Sql {
  private Sql() {}

  static String name(String name) {
    return DSL.using(SQLDialect.POSTGRES).renderInlined(DSL.quotedName(name));
  }

  /** Needs {@code standard_conforming_strings}, which {@link SelectReader} sets. */
  static String string(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
