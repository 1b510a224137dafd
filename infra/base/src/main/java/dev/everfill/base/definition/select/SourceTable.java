package dev.everfill.base.definition.select;

import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.TableFacts;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;

/** Which relations can be read: those whose every change is in the write-ahead log, row by row. */
final class SourceTable {
  private SourceTable() {}

  static TableFacts of(Catalog catalog, Node.Struct range) throws SQLException {
    switch (range.number("rtekind")) {
      case QueryTree.TABLE -> {}
      case 1 -> throw new Refusal("a subquery in FROM is not supported");
      case 3 -> throw new Refusal("a function in FROM is not supported");
      case 5 -> throw new Refusal("VALUES in FROM is not supported");
      default -> throw new Refusal("something else than a table in FROM is not supported");
    }
    TableFacts facts =
        catalog
            .table(range.oid("relid"))
            .orElseThrow(() -> new Refusal("a table of FROM was dropped just now"));
    if (range.has("tablesample")) {
      throw new Refusal("TABLESAMPLE is not supported");
    }
    if (range.has("alias") && !range.struct("alias").list("colnames").isEmpty()) {
      throw new Refusal("new names for a table's columns are not supported", "use AS in the list");
    }
    check(facts, range.flag("inh"));
    return facts;
  }

  private static void check(TableFacts facts, boolean withChildren) {
    String name = facts.table().name().toString();
    if (!facts.isTable() || !facts.persistence().equals("p")) {
      String what = facts.persistence().equals("u") ? "an unlogged table" : facts.kindInWords();
      throw new Refusal(
          name + " is " + what + ", and only ordinary or partitioned, logged tables can be read",
          "read the tables behind it");
    }
    if (facts.hasChildren() || !withChildren) {
      throw new Refusal(name + " has child tables (or is read ONLY), which is not supported");
    }
    if (facts.parent() != null) {
      throw new Refusal(
          name + " is a partition of " + facts.parent(),
          "read the partitioned table, " + facts.parent());
    }
    if (facts.unfitPartition() != null) {
      throw new Refusal(
          "the partition " + facts.unfitPartition(), "make it like the others, or detach it");
    }
    if (facts.rowSecurity()) {
      throw new Refusal(
          "row security hides rows of " + name + " from this role, so they would be missed",
          "ALTER ROLE … BYPASSRLS for the role that Everfill connects as, or connect as the"
              + " table's owner without FORCE ROW LEVEL SECURITY");
    }
  }
}
