package dev.everfill.launcher.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.launcher.pipeline.Preflight;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walking a key in ranges finds what one comparison of everything finds, done by PostgreSQL. */
class RangeWalkIT {
  private static final int ROWS = 6_000;
  private TestDatabase database;

  @BeforeEach
  void begin() {
    database = TestPostgres.v18().database();
  }

  @Test
  void differencesAtTheBordersOfRangesAreFound() throws Exception {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, v int)",
        "CREATE TABLE s (id int PRIMARY KEY, n int)",
        "INSERT INTO s SELECT i * 3, i FROM generate_series(1, " + ROWS + ") i WHERE i % 7 > 0",
        "INSERT INTO t SELECT i * 3, CASE WHEN i % 7 > 0 THEN i END FROM generate_series(1, "
            + ROWS
            + ") i",
        "ANALYZE");
    FieldDefinition field = field("t", "SELECT id, n AS v FROM s", Map.of());
    assertThat(verify(field).mismatches()).isZero();
    // The first ranges hold 1000 and 4000 rows.
    List<Integer> planted =
        List.of(1, 2, 7, 999, 1_000, 1_001, 4_999, 5_000, 5_001, ROWS - 1, ROWS);
    for (int i : planted) {
      String wrong = i % 7 == 0 ? "0" : i % 2 == 0 ? "NULL" : "v + 1";
      database.execute("UPDATE t SET v = " + wrong + " WHERE id = " + 3 * i);
    }
    Result result = verify(field);
    assertThat(result.ranges()).as("ranges").isGreaterThanOrEqualTo(3);
    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.differences())
        .extracting(difference -> Integer.parseInt(difference.key().get(0)) / 3)
        .containsExactlyElementsOf(planted);
    assertThat(result.differences().get(1).expected()).containsExactly("2");
    assertThat(result.differences().get(1).actual()).containsExactly((String) null);
    assertThat(result.differences().get(2).expected()).containsExactly((String) null);
    assertThat(result.differences().get(2).actual()).containsExactly("0");
  }

  @Test
  void textAndCompositeKeysInAnotherOrderThanTheSources() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    database.execute(
        "CREATE TABLE t (a text COLLATE \"C\", \"B b\" int, v text, PRIMARY KEY (a, \"B b\"))",
        "CREATE TABLE s (a varchar(40) COLLATE \"unicode\", b int, v text, PRIMARY KEY (a, b))",
        "INSERT INTO s SELECT CASE i % 5 WHEN 0 THEN 'Zoë' WHEN 1 THEN 'a''b' WHEN 2 THEN '{\"é,' "
            + "WHEN 3 THEN '' ELSE 'ab\\c' END || i % 40, i, 'v' || i FROM generate_series(1, "
            + ROWS
            + ") i",
        "INSERT INTO t SELECT a, b, CASE WHEN b % 3 > 0 THEN v END FROM s",
        "DELETE FROM s WHERE b % 3 = 0",
        "ANALYZE");
    FieldDefinition field = field("t", "SELECT a, b AS \"B b\", v FROM s", Map.of());
    assertThat(verify(field).mismatches()).as("seed %d", seed).isZero();
    for (int i = 0; i < 40; i++) {
      database.execute("UPDATE t SET v = 'wrong' WHERE \"B b\" = " + (1 + random.nextInt(ROWS)));
    }
    // So the rows that differ are looked at again, one by one.
    Result result = new FakeEvidence().verify(database, field, false);
    assertThat(result.ranges()).isGreaterThanOrEqualTo(3);
    assertThat(keys(result)).as("seed %d", seed).isEqualTo(wrongKeys());
  }

  /** The oracle: one comparison of everything. */
  private TreeSet<String> wrongKeys() throws SQLException {
    TreeSet<String> wrong = new TreeSet<>();
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT t.a || '|' || t.\"B b\" FROM t LEFT JOIN s ON s.a = t.a COLLATE \"C\" AND s.b = t.\"B b\""
                    + " WHERE t.v IS DISTINCT FROM s.v");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        wrong.add(rows.getString(1));
      }
    }
    assertThat(wrong).isNotEmpty();
    return wrong;
  }

  private static TreeSet<String> keys(Result result) {
    TreeSet<String> keys = new TreeSet<>();
    result.differences().forEach(difference -> keys.add(String.join("|", difference.key())));
    return keys;
  }

  @Test
  void aSelectThatCannotBeRestrictedIsComparedInFewerRangesAndSaysSo() throws Exception {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v bigint)",
        "CREATE TABLE s (id int PRIMARY KEY, t int)",
        "INSERT INTO s SELECT i, i % " + ROWS + " FROM generate_series(1, 10 * " + ROWS + ") i",
        "INSERT INTO t SELECT i, 10 FROM generate_series(0, " + ROWS + " - 1) i",
        "UPDATE t SET v = 11 WHERE id IN (0, 3000, 5999)",
        "ANALYZE");
    FieldDefinition field =
        field("t", "SELECT t AS id, count(*) AS v FROM s GROUP BY t", Map.of("v", "0"));
    Result whole = verify(field);
    assertThat(whole.mismatches()).isEqualTo(3);
    assertThat(whole.notes()).anyMatch(note -> note.contains("An index on the columns"));
    database.execute("CREATE INDEX ON s (t)", "ANALYZE", "VACUUM s");
    Result ranged = verify(field);
    assertThat(ranged.mismatches()).isEqualTo(3);
    assertThat(ranged.ranges()).isGreaterThan(whole.ranges());
  }

  @Test
  void allRowsMayDiffer() throws Exception {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "CREATE TABLE s (id int PRIMARY KEY, n int)",
        "INSERT INTO s SELECT i, i FROM generate_series(1, 3 * " + ROWS + ") i",
        "INSERT INTO t SELECT i, NULL FROM generate_series(1, 3 * " + ROWS + ") i",
        "ANALYZE");
    FieldDefinition field = field("t", "SELECT id, n AS v FROM s", Map.of());
    FakeEvidence evidence = new FakeEvidence();
    evidence.onAgain(
        keys -> {
          assertThat(keys.size()).isBetween(1, 500);
          String ids = String.join(",", keys.stream().map(key -> key.get(0)).toList());
          database.execute("UPDATE t SET v = id WHERE id IN (" + ids + ")");
        });
    Result result = evidence.verify(database, field, true);
    assertThat(result.rows()).isEqualTo(3 * ROWS);
    assertThat(result.mismatches()).isEqualTo(3 * ROWS);
    assertThat(result.repaired()).isEqualTo(3 * ROWS);
    assertThat(result.differences()).hasSize(100);
    assertThat(verify(field).mismatches()).isZero();
  }

  @Test
  void rowsThatComeAndGoWhileItWalksAreNoDifferences() throws Exception {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "CREATE TABLE s (id int PRIMARY KEY, n int)",
        "INSERT INTO s SELECT 2 * i, i FROM generate_series(1, " + ROWS + ") i",
        "INSERT INTO t SELECT id, n FROM s",
        "UPDATE t SET v = 0 WHERE id = 4000",
        "ANALYZE");
    FieldDefinition field = field("t", "SELECT id, n AS v FROM s", Map.of());
    long seed = System.nanoTime();
    AtomicBoolean stop = new AtomicBoolean();
    int[] done = new int[2];
    Thread application = new Thread(() -> comeAndGo(new Random(seed), stop, done), "application");
    application.start();
    try {
      for (int round = 0; round < 5 || done[0] < 100 || done[1] < 100; round++) {
        assertThat(verify(field).differences())
            .as("seed %d", seed)
            .extracting(Difference::key)
            .containsExactly(List.of("4000"));
      }
    } finally {
      stop.set(true);
      application.join();
    }
  }

  /** Sources and target always in one transaction, so that no moment shows a difference. */
  private void comeAndGo(Random random, AtomicBoolean stop, int[] done) {
    while (!stop.get()) {
      int id = 1 + 2 * random.nextInt(ROWS);
      boolean comes = random.nextBoolean();
      done[comes ? 0 : 1]++;
      database.execute(
          comes
              ? "WITH n AS (INSERT INTO s VALUES ("
                  + id
                  + ", 1) ON CONFLICT DO NOTHING RETURNING id)"
                  + " INSERT INTO t SELECT id, 1 FROM n"
              : "WITH g AS (DELETE FROM s WHERE id = " + id + ") DELETE FROM t WHERE id = " + id);
    }
  }

  @Test
  void aSampleIsDrawnFromTheWholeTable() throws Exception {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v int) WITH (fillfactor = 20)",
        "INSERT INTO t SELECT i, CASE WHEN i % 10 > 0 THEN i END FROM generate_series(1, "
            + ROWS
            + ") i",
        "CREATE TABLE s (id int PRIMARY KEY, n int)",
        "INSERT INTO s SELECT i, i FROM generate_series(1, " + ROWS + ") i",
        "ANALYZE");
    FieldDefinition field = field("t", "SELECT id, n AS v FROM s", Map.of());
    try (Connection connection = database.connect()) {
      Result result =
          new Verification(connection, field, Evidence.NONE, false, () -> false)
              .run(OptionalInt.of(600));
      assertThat(result.rows()).isEqualTo(600);
      assertThat(result.mismatches()).isBetween(15L, 100L);
      assertThat(result.notes()).anyMatch(note -> note.contains("sample"));
      List<Integer> ids = new ArrayList<>();
      result.differences().forEach(d -> ids.add(Integer.parseInt(d.key().get(0))));
      assertThat(ids).anyMatch(id -> id < ROWS / 4).anyMatch(id -> id > 3 * ROWS / 4);
    }
  }

  @Test
  void partitionsAreOneTable() throws Exception {
    database.execute(
        "CREATE TABLE t (r int, id int, v int, PRIMARY KEY (r, id)) PARTITION BY LIST (r)",
        "CREATE TABLE t_0 PARTITION OF t FOR VALUES IN (0)",
        "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)",
        "CREATE TABLE s (r int, id int, n int, PRIMARY KEY (r, id))",
        "INSERT INTO s SELECT i % 2, i, i FROM generate_series(1, " + ROWS + ") i",
        "INSERT INTO t SELECT r, id, n FROM s",
        "UPDATE t SET v = 0 WHERE id IN (1, 2, " + ROWS + ")",
        "ANALYZE");
    FieldDefinition field = field("t", "SELECT r, id, n AS v FROM s", Map.of());
    assertThat(new FakeEvidence().verify(database, field, false).differences())
        .extracting(Difference::key)
        .containsExactly(List.of("0", "2"), List.of("0", "" + ROWS), List.of("1", "1"));
    try (Connection connection = database.connect()) {
      Result sample =
          new Verification(connection, field, Evidence.NONE, false, () -> false)
              .run(OptionalInt.of(ROWS));
      assertThat(sample.rows()).isEqualTo(ROWS);
      assertThat(sample.mismatches()).isEqualTo(3);
    }
  }

  private Result verify(FieldDefinition field) throws Exception {
    try (Connection connection = database.connect()) {
      return Verifier.still(connection, field);
    }
  }

  private FieldDefinition field(String target, String select, Map<String, String> otherwise)
      throws SQLException {
    Duration second = Duration.ofSeconds(1);
    PipelineConfig config =
        new PipelineConfig(
            "walk",
            new PipelineConfig.Source("", "", "", new PipelineConfig.Pool(20, second, second)),
            Optional.empty(),
            Path.of("."),
            new PipelineConfig.Pace(second, Optional.empty(), second, null),
            null,
            List.of(
                new PipelineConfig.Field(
                    "test", target, select, otherwise, List.of(), List.of(), "update", null)),
            Optional.empty());
    try (Connection connection = database.connect()) {
      return Preflight.definitions(config, connection).fields().get(0);
    }
  }
}
