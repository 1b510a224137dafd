package dev.everfill.base.definition.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.tree.Node;
import dev.everfill.base.definition.tree.NodeTree;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read and written again gives the rows of the user's own text. */
class RandomSelectTest {
  private static final int SELECTS = 150;

  private static final SupportedFunctions ALL =
      new SupportedFunctions() {
        @Override
        public boolean supports(String signature) {
          return true;
        }

        @Override
        public Collection<String> all() {
          return List.of();
        }
      };

  @Test
  void givesTheSameRows() throws SQLException {
    long seed = Long.getLong("everfill.seed", 20261121L);
    Map<RandomSelect.Part, Integer> counts = RandomSelect.counts();
    Random random = new Random(seed);
    TestDatabase database = TestPostgres.v18().database();
    database.execute(RandomSelect.SCHEMA);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < SELECTS; i++) {
        String select = new RandomSelect(random, counts).write();
        Savepoint before = connection.setSavepoint();
        check(connection, select, "seed " + seed + ", " + i + ": " + select);
        connection.rollback(before);
      }
      connection.rollback();
    }
    assertThat(counts.keySet())
        .describedAs("seed %s", seed)
        .containsOnly(RandomSelect.Part.values());
  }

  private static void check(Connection connection, String select, String what) throws SQLException {
    Catalog catalog = new Catalog(connection);
    TemporaryViews.View view = new TemporaryViews(connection).create("given", select);
    Node tree = ((Node.Items) NodeTree.parse(view.tree())).items().get(0);
    QueryReader reader = new QueryReader(catalog, ALL, (Node.Struct) tree);
    reader.read();
    assertThat(reader.refusals()).describedAs(what).isEmpty();
    String rendered =
        new PlanRenderer(reader.spelling(), oid -> "pg_catalog.\"C\"")
            .render(reader.reading().plan());
    assertThat(count(connection, select, rendered)).describedAs(what).isZero();
    assertThat(count(connection, rendered, select)).describedAs(what).isZero();
    assertThat(new SelectReader(connection, catalog, ALL).read(select))
        .describedAs(what)
        .isInstanceOf(SelectReader.Understood.class);
  }

  private static long count(Connection connection, String one, String other) throws SQLException {
    String sql = "SELECT count(*) FROM ((" + one + ") EXCEPT ALL (" + other + ")) AS difference";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
