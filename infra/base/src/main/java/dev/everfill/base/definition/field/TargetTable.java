package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.TableFacts;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the target and says why it cannot be one. */
final class TargetTable {
  private final Catalog catalog;

  TargetTable(Catalog catalog) {
    this.catalog = catalog;
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
    if (!facts.kind().equals("r") || !facts.persistence().equals("p")) {
      String what = facts.persistence().equals("u") ? "an unlogged table" : facts.kindInWords();
      findings.target(
          written + " is " + what + ", and only ordinary, logged tables can be filled",
          "name an ordinary table; partitioned tables are a limit of this version");
      return Optional.empty();
    }
    if (facts.rowSecurity()) {
      findings.target(
          written + " has row security, under which rows could be missed",
          "ALTER TABLE " + Identifier.of(facts.table().name()) + " DISABLE ROW LEVEL SECURITY");
    }
    if (facts.inherited()) {
      findings.target(written + " has child tables, which are not supported", "name another table");
    }
    new SourceKeys(catalog).check(facts, findings::target);
    return facts.table().primaryKey().isEmpty() ? Optional.empty() : found;
  }

  /** The primary key's names, for messages. */
  static String keyNames(TableFacts facts) {
    return String.join(", ", facts.table().primaryKey().stream().map(Column::name).toList());
  }
}
