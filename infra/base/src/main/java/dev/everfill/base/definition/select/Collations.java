package dev.everfill.base.definition.select;

import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.CollationFacts;
import java.sql.SQLException;
import java.util.Set;

/** Text that is compared or changed by rules of a language can only be computed by PostgreSQL. */
final class Collations {
  private static final Set<String> ORDERING =
      Set.of(
          "<", "<=", ">", ">=", "max", "min", "greatest", "least", "text_larger", "text_smaller");
  private static final Set<String> CASE =
      Set.of("lower", "upper", "initcap", "casefold", "~~*", "!~~*", "~", "~*", "!~", "!~*");

  private Collations() {}

  /** Refuses what depends on a language. {@code name} is a function's or an operator's. */
  static void check(Catalog catalog, String name, long collation) throws SQLException {
    CollationFacts facts = catalog.collation(collation);
    if (!facts.deterministic()) {
      throw nondeterministic();
    }
    if (ORDERING.contains(name) && !facts.byteOrder()) {
      throw new Refusal(
          name + " on text in the order of collation " + facts.sqlName() + " is not supported",
          "order by bytes: add COLLATE \"C\" to the argument");
    }
    if (CASE.contains(name) && !facts.asciiCase()) {
      throw new Refusal(
          name + " on text depends on the letters of collation " + facts.sqlName(),
          "if ASCII letters are enough, add COLLATE \"C\" to the argument");
    }
  }

  static Refusal nondeterministic() {
    return new Refusal(
        "text with a nondeterministic collation is not supported: different values are equal",
        "add COLLATE \"C\"");
  }
}
