package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.TableFacts;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the target and says why it cannot be one. */
final class TargetTable {
  private final Catalog catalog;
  private final String user;

  TargetTable(Catalog catalog, String user) {
    this.catalog = catalog;
    this.user = user;
  }

  /** Empty where it cannot be written at all. */
  Optional<TableFacts> find(String written, Findings findings) throws SQLException {
    Optional<TableFacts> found = catalog.table(written);
    if (found.isEmpty()) {
      findings.target(
          "there is no table " + written,
          TableNames.near(catalog, written)
              .map(near -> "did you mean " + near + "?")
              .orElse("create the table, or name an existing one with its schema"));
      return found;
    }
    TableFacts facts = found.get();
    if (!facts.isTable() || !facts.persistence().equals("p")) {
      String what = facts.persistence().equals("u") ? "an unlogged table" : facts.kindInWords();
      findings.target(
          written
              + " is "
              + what
              + ", and only ordinary or partitioned, logged tables can be filled",
          "name an ordinary table");
      return Optional.empty();
    }
    if (facts.rowSecurity()) {
      findings.target(
          "row security hides rows of " + written + " from " + user + ", so they would be missed",
          "ALTER ROLE "
              + Identifier.of(user)
              + " BYPASSRLS, or connect as the table's owner without FORCE ROW LEVEL SECURITY");
    }
    if (facts.updateRule()) {
      findings.target(
          written + " has a rule ON UPDATE, which acts in place of what is written",
          "write a trigger instead of the rule");
    }
    if (facts.hasChildren()) {
      findings.target(written + " has child tables, which are not supported", "name another table");
    }
    partitions(facts, findings);
    new SourceKeys(catalog).check(facts, findings::target);
    return facts.table().primaryKey().isEmpty() ? Optional.empty() : found;
  }

  private static void partitions(TableFacts facts, Findings findings) {
    if (facts.parent() != null) {
      findings.target(
          facts.table().name() + " is a partition of " + facts.parent(),
          "name the partitioned table, " + facts.parent());
    }
    if (facts.unfitPartition() != null) {
      findings.target(
          "the partition " + facts.unfitPartition(), "make it like the others, or detach it");
    }
  }

  /** The primary key's names, for messages. */
  static String keyNames(TableFacts facts) {
    return String.join(", ", facts.table().primaryKey().stream().map(Column::name).toList());
  }
}
