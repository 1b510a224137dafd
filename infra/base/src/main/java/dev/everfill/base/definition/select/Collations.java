package dev.everfill.base.definition.select;

import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.CollationFacts;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Text that is compared or changed by rules of a language can only be computed by PostgreSQL. */
final class Collations {
  private static final Set<String> ORDERING =
      Set.of(
          "<", "<=", ">", ">=", "max", "min", "greatest", "least", "text_larger", "text_smaller");
  private static final Set<String> CASE =
      Set.of("lower", "upper", "initcap", "casefold", "~~*", "!~~*", "~", "~*", "!~", "!~*");

  /** Where the kinds of nodes say which collation their value has. */
  private static final List<String> RESULT =
      List.of(
          "varcollid",
          "constcollid",
          "funccollid",
          "opcollid",
          "resultcollid",
          "collOid",
          "casecollid",
          "coalescecollid",
          "minmaxcollid");

  private Collations() {}

  /** "C" and, of PostgreSQL's own provider, the one that orders by bytes but knows all letters. */
  private static final long C = 950;

  private static final long C_UTF8 = 811;

  /**
   * Refuses what depends on a language.
   *
   * @param name a function's or an operator's
   * @return the collation; where it orders by bytes under another name, such as the database's own
   *     default, the one by which every evaluator knows it
   */
  static long check(Catalog catalog, String name, long collation) throws SQLException {
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
    if (collation == 0 || !facts.byteOrder()) {
      return collation;
    }
    return facts.asciiCase() ? C : C_UTF8;
  }

  /** Refuses a GROUP BY key whose different values could be one group. */
  static void checkKey(Catalog catalog, Node.Struct key) throws SQLException {
    for (String field : RESULT) {
      if (key.has(field) && !catalog.collation(key.oid(field)).deterministic()) {
        throw nondeterministic();
      }
    }
  }

  static Refusal nondeterministic() {
    return new Refusal(
        "text with a nondeterministic collation is not supported: different values are equal",
        "add COLLATE \"C\"");
  }
}
