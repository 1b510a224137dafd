package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.ColumnFacts;
import dev.everfill.base.definition.catalog.TableFacts;
import dev.everfill.base.definition.select.KeyTypes;
import java.sql.SQLException;

/** Every captured table must have a key by which its rows can be told apart and followed. */
final class SourceKeys {
  private final Catalog catalog;

  SourceKeys(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Takes a message and a way out. */
  @FunctionalInterface
  interface Report {
    void add(String message, String remedy);
  }

  void check(TableFacts facts, Report report) throws SQLException {
    TableName name = facts.table().name();
    if (facts.table().primaryKey().isEmpty()) {
      report.add(
          name + " has no primary key (a deferrable one does not count)",
          "ALTER TABLE " + Identifier.of(name) + " ADD PRIMARY KEY (…)");
    }
    if (!facts.replicaIdentity().equals("d") && !facts.replicaIdentity().equals("f")) {
      report.add(
          name + " has a replica identity that does not tell the primary key of changed rows",
          "ALTER TABLE " + Identifier.of(name) + " REPLICA IDENTITY DEFAULT");
    }
    for (Column column : facts.table().primaryKey()) {
      ColumnFacts key = facts.byName(column.name()).orElseThrow();
      if (key.generated()) {
        report.add(
            "the primary key of "
                + name
                + " has "
                + column.name()
                + ", which is generated, so that deletes come without it",
            "make the key of ordinary or identity columns");
      } else if (!KeyTypes.allowed(column.type())) {
        report.add(
            "the primary key of "
                + name
                + " has "
                + column.name()
                + " of type "
                + column.type().name(),
            "keys can be of the types " + KeyTypes.IN_WORDS);
      } else if (!catalog.collation(key.collation()).deterministic()) {
        report.add(
            "the primary key of "
                + name
                + " has "
                + column.name()
                + " with a nondeterministic collation",
            "give the column a deterministic collation");
      }
    }
  }
}
