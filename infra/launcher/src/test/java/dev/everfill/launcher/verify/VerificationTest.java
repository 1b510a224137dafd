package dev.everfill.launcher.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Column A = new Column("a", new DataType(23, "integer", -1));
  private static final Column B = new Column("B \"b\"", new DataType(25, "text", -1));
  private static final Column TOTAL = new Column("to tal", new DataType(20, "bigint", -1));
  private static final Column DOC = new Column("doc", new DataType(3802, "jsonb", -1));
  private static final String SELECT =
      "SELECT a, b AS \"B \"\"b\"\"\", sum(n) AS \"to tal\", CASE WHEN count(*) > 1 THEN '{\"x\": 1}'::jsonb END AS doc"
          + " FROM child WHERE NOT coalesce(d ? 'it''s ?', false) GROUP BY a, b; ";

  private TestDatabase database;

  @BeforeEach
  void fill() {
    database = TestPostgres.v18().database();
    database.execute(
        "CREATE TABLE parent (a integer, \"B \"\"b\"\"\" text, \"to tal\" bigint, doc jsonb, PRIMARY KEY (a, \"B \"\"b\"\"\"))",
        "CREATE TABLE child (a integer, b text, n integer, d jsonb)",
        "INSERT INTO child SELECT i % 10, 'b' || i % 10, i, '{}' FROM generate_series(1, 55) AS i WHERE i % 10 > 2",
        "INSERT INTO child VALUES (NULL, NULL, 1, NULL), (3, 'b3', NULL, NULL), (99, 'nobody', 1, NULL)",
        "INSERT INTO parent SELECT i, 'b' || i FROM generate_series(0, 9) AS i",
        "UPDATE parent SET \"to tal\" = 7 WHERE a <= 2",
        "UPDATE parent SET \"to tal\" = (SELECT sum(n) FROM child WHERE child.a = parent.a), doc = '{\"x\":1.0}' WHERE a > 2");
  }

  private static FieldDefinition field() {
    Table table =
        new Table(new TableName("public", "parent"), 1, List.of(A, B, TOTAL, DOC), List.of(A, B));
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "parent", List.of(A, B)), List.of());
    return new FieldDefinition(
        "parent.total", table, List.of(TOTAL, DOC), SELECT, plan, Map.of("to tal", "7"), 1);
  }

  private Result verify() throws Exception {
    try (Connection connection = database.connect()) {
      return Verifier.still(connection, field());
    }
  }

  @Test
  void findsNothingWhereEveryRowIsAsItsSelectSays() throws Exception {
    Result result = verify();
    assertThat(result.differences()).isEmpty();
    assertThat(result.rows()).isEqualTo(10);
    assertThat(result.same()).isTrue();
  }

  @Test
  void namesTheKeyAndBothValuesOfAWrongValue() throws Exception {
    database.execute("UPDATE parent SET \"to tal\" = -1 WHERE a = 4");
    Result result = verify();
    assertThat(result.mismatches()).isEqualTo(1);
    assertThat(result.differences()).hasSize(1);
    assertThat(result.differences().get(0).key()).containsExactly("4", "b4");
    assertThat(result.differences().get(0).describe(List.of("a", "b"), List.of("total", "doc")))
        .isEqualTo(
            "a=4, b=b4: expected total=174, doc={\"x\": 1}, found total=-1, doc={\"x\": 1.0}");
  }

  @Test
  void tellsNullFromAValueAndFromOtherwise() throws Exception {
    database.execute(
        "UPDATE parent SET \"to tal\" = NULL WHERE a = 4",
        "UPDATE parent SET \"to tal\" = NULL WHERE a = 1",
        "UPDATE parent SET doc = 'null' WHERE a = 2");
    Result result = verify();
    assertThat(result.mismatches()).isEqualTo(3);
    assertThat(result.differences())
        .extracting(d -> d.key().get(0), Difference::expected, Difference::actual)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "1", java.util.Arrays.asList("7", null), java.util.Arrays.asList(null, null)),
            org.assertj.core.groups.Tuple.tuple(
                "2", java.util.Arrays.asList("7", null), List.of("7", "null")),
            org.assertj.core.groups.Tuple.tuple(
                "4", List.of("174", "{\"x\": 1}"), java.util.Arrays.asList(null, "{\"x\": 1.0}")));
  }

  @Test
  void cutsLongValues() throws Exception {
    database.execute(
        "UPDATE parent SET doc = pg_catalog.to_jsonb(repeat('x', 100000)) WHERE a = 4");
    Difference found = verify().differences().get(0);
    assertThat(found.actual().get(1)).hasSize(Difference.SHOWN);
  }

  @Test
  void aDifferenceCountsOnlyIfItStays() throws Exception {
    database.execute("UPDATE parent SET \"to tal\" = -1 WHERE a IN (4, 5)");
    FakeEvidence evidence = new FakeEvidence();
    evidence.at(2, () -> database.execute("UPDATE parent SET \"to tal\" = 174 WHERE a = 4"));
    Result result = evidence.verify(database, field(), false);
    assertThat(result.rows()).isEqualTo(10);
    assertThat(result.mismatches()).isEqualTo(1);
    assertThat(result.differences().get(0).key()).containsExactly("5", "b5");
    assertThat(evidence.asked()).isEqualTo(1 + Suspects.STILL);
  }

  @Test
  void aRowThatGoesMeanwhileIsNoDifference() throws Exception {
    database.execute("UPDATE parent SET \"to tal\" = -1 WHERE a = 4");
    FakeEvidence evidence = new FakeEvidence();
    evidence.at(3, () -> database.execute("DELETE FROM parent WHERE a = 4"));
    assertThat(evidence.verify(database, field(), false).mismatches()).isZero();
  }

  @Test
  void repairsNothingButWhatDiffers() throws Exception {
    database.execute("UPDATE parent SET \"to tal\" = -1 WHERE a IN (1, 4, 5)");
    FakeEvidence evidence = new FakeEvidence();
    evidence.onAgain(
        keys -> {
          assertThat(keys)
              .containsExactly(List.of("1", "b1"), List.of("4", "b4"), List.of("5", "b5"));
          database.execute(
              "UPDATE parent SET \"to tal\" = 7 WHERE a = 1",
              "UPDATE parent SET \"to tal\" = 174 WHERE a = 4");
        });
    Result result = evidence.verify(database, field(), true);
    assertThat(result.mismatches()).isEqualTo(3);
    assertThat(result.repaired()).isEqualTo(2);
    assertThat(result.same()).isFalse();
    assertThat(result.notes()).anyMatch(note -> note.contains("1 rows differ although"));
  }

  @Test
  void leavesNoTransactionAndNoSettingBehind() throws Exception {
    try (Connection connection = database.connect()) {
      Verifier.still(connection, field());
      assertThat(connection.getAutoCommit()).isTrue();
      try (var rows =
          connection
              .createStatement()
              .executeQuery("SELECT current_setting('everfill.verify_otherwise', true)")) {
        rows.next();
        assertThat(rows.getString(1)).isNullOrEmpty();
      }
    }
  }
}
