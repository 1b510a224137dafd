package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.catalog.ColumnFacts;
import dev.everfill.base.definition.catalog.TableFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names the GRANTs that the connected user lacks. */
final class Privileges {
  private final String user;
  private final Findings findings;

  Privileges(String user, Findings findings) {
    this.user = user;
    this.findings = findings;
  }

  void reads(TableFacts table, Collection<Column> columns) {
    List<String> missing = new ArrayList<>();
    for (Column column : columns) {
      ColumnFacts facts = table.byName(column.name()).orElseThrow();
      if (!facts.selectable()) {
        missing.add(Identifier.of(column.name()));
      }
    }
    report(table, "SELECT", "read", missing);
  }

  void writes(TableFacts table, Collection<Column> columns) {
    List<String> missing = new ArrayList<>();
    for (Column column : columns) {
      ColumnFacts facts = table.byName(column.name()).orElseThrow();
      if (!facts.updatable()) {
        missing.add(Identifier.of(column.name()));
      }
    }
    report(table, "UPDATE", "write", missing);
  }

  private void report(TableFacts table, String privilege, String verb, List<String> missing) {
    if (!missing.isEmpty()) {
      String columns = "(" + String.join(", ", missing) + ")";
      findings.target(
          user + " may not " + verb + " " + table.table().name() + " " + columns,
          "GRANT "
              + privilege
              + " "
              + columns
              + " ON "
              + Identifier.of(table.table().name())
              + " TO "
              + Identifier.of(user));
    }
  }
}
