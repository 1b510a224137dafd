package dev.everfill.base.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.error.Problem;
import dev.everfill.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A table is refused only where row security hides rows from the very role that connects. */
class RowSecurityTest {
  private static final String READS =
      "SELECT t.id, CASE WHEN g.id > 0 THEN 1 END AS small"
          + " FROM transmissions t LEFT JOIN guarded g ON g.id = t.id";
  private static final String WRITES = "SELECT id, name FROM transmissions";

  private final TestDatabase database = ExampleDatabases.newest();
  private final String role = "secured_" + database.name();

  @Test
  void dependsOnWhoConnects() throws SQLException {
    String owner = database.queryText("SELECT current_user");
    database.execute(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
        "GRANT SELECT, UPDATE ON transmissions, guarded TO " + role);
    try {
      assertThat(problems())
          .hasSize(2)
          .allMatch(p -> p.message().contains("row security hides rows of"))
          .allMatch(p -> p.remedy().contains("BYPASSRLS"));
      database.execute("ALTER ROLE " + role + " BYPASSRLS");
      assertThat(problems()).isEmpty();
      database.execute(
          "ALTER ROLE " + role + " NOBYPASSRLS", "ALTER TABLE guarded OWNER TO " + role);
      assertThat(problems()).isEmpty();
      database.execute("ALTER TABLE guarded FORCE ROW LEVEL SECURITY");
      assertThat(problems()).hasSize(2);
    } finally {
      database.execute(
          "ALTER TABLE guarded NO FORCE ROW LEVEL SECURITY",
          "ALTER TABLE guarded OWNER TO " + owner,
          "DROP OWNED BY " + role,
          "DROP ROLE " + role);
    }
  }

  private List<Problem> problems() throws SQLException {
    try (Connection connection = database.connectAs(role, "secret")) {
      return new Analyser(new AllFunctions(), Duration.ofSeconds(10))
          .analyse(
              connection,
              List.of(
                  new FieldInput("fields[0]", "transmissions", READS, Map.of()),
                  new FieldInput("fields[1]", "guarded", WRITES, Map.of())))
          .problems();
    }
  }
}
