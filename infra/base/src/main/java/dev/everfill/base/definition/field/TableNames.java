package dev.everfill.base.definition.field;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.definition.catalog.Catalog;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The tables that a misspelt name may have meant. */
final class TableNames {
  private TableNames() {}

  /** The nearest table, written with its schema where that is not public. */
  static Optional<String> near(Catalog catalog, String written) throws SQLException {
    List<TableName> names = catalog.tableNames();
    String bare = written.substring(written.lastIndexOf('.') + 1).replace("\"", "");
    return NearNames.near(bare, names.stream().map(TableName::table).distinct().toList())
        .flatMap(near -> names.stream().filter(n -> n.table().equals(near)).findFirst())
        .map(n -> n.schema().equals("public") ? Identifier.of(n.table()) : Identifier.of(n));
  }
}
