package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.Problem;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.impl.DSL;

/** What the role that writes must be allowed to do, and the statements that allow it. Stateless. */
public final class WriteGrants {
  private WriteGrants() {}

  /** What the owner of the target runs, as SQL. */
  public static List<String> statements(FieldDefinition field, String role) {
    TableName table = field.target().name();
    String quoted = Sql.quoted(table.schema(), table.table());
    String read = list(Stream.concat(field.key().stream(), field.values().stream()));
    return List.of(
        "GRANT USAGE ON SCHEMA " + Sql.quoted(table.schema()) + " TO " + Sql.quoted(role),
        "GRANT SELECT ("
            + read
            + "), "
            + update(field)
            + " ON "
            + quoted
            + " TO "
            + Sql.quoted(role));
  }

  private static String update(FieldDefinition field) {
    return "UPDATE (" + list(field.values().stream()) + ")";
  }

  private static String list(Stream<Column> columns) {
    return columns.map(c -> Sql.quoted(c.name())).distinct().collect(Collectors.joining(", "));
  }

  static List<Problem> check(Connection connection, Prepared prepared) {
    List<Problem> problems = new ArrayList<>();
    for (FieldDefinition field : prepared.fields()) {
      List<String> denied =
          field.values().stream()
              .filter(column -> !mayUpdate(connection, field, column))
              .map(Column::name)
              .toList();
      if (!denied.isEmpty()) {
        problems.add(denied(prepared, field, denied));
      }
    }
    schema(connection, prepared).ifPresent(problems::add);
    return problems;
  }

  private static Problem denied(Prepared prepared, FieldDefinition field, List<String> columns) {
    String role = prepared.config().source().user();
    return new Problem(
        "field " + field.name(),
        "role "
            + role
            + " may not update "
            + String.join(", ", columns)
            + " of "
            + field.target().name(),
        String.join("; ", statements(field, role)));
  }

  private static boolean mayUpdate(Connection connection, FieldDefinition field, Column column) {
    return Sql.on(connection)
        .fetchOne(
            "SELECT pg_catalog.has_column_privilege({0}::oid, {1}, 'UPDATE')",
            DSL.val(field.target().oid()), DSL.val(column.name()))
        .get(0, Boolean.class);
  }

  private static java.util.Optional<Problem> schema(Connection connection, Prepared prepared) {
    String name = prepared.config().name();
    boolean possible =
        Sql.on(connection)
            .fetchOne(
                "SELECT COALESCE((SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE')"
                    + " FROM pg_catalog.pg_namespace AS n WHERE n.nspname = {0}),"
                    + " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'))",
                DSL.val(name))
            .get(0, Boolean.class);
    String role = prepared.config().source().user();
    return possible
        ? java.util.Optional.empty()
        : java.util.Optional.of(
            new Problem(
                "schema " + name,
                "role " + role + " may not create the control schema " + name,
                dev.everfill.base.control.GrantStatements.owner(name, role)));
  }
}
