package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of every kind are read in PostgreSQL's own order, so that no row is passed over. */
class CaptureKeysIT {
  private static final int CHUNK = 7;
  private static final List<String> TEXTS =
      List.of(
          "a", "A", "b", "B", "ä", "Ä", "z", "ß", "ss", "a'b", "a\\b", "\\", "'", "''", "a\nb",
          "a\tb", "", " ", "a ", " a", "-", "_", "1", "10", "9", "é", "e", "E", "😀", "\uFFFD",
          "co-op", "coop", "CO-OP", "\"", "$1", "?", "{x}", ":y", "%", "NULL", "\\N");

  private static final List<String> TABLES =
      List.of(
          "icu (a text COLLATE \"en-x-icu\", b int, PRIMARY KEY (a))",
          "posix (a text COLLATE \"C\", b int, PRIMARY KEY (a))",
          "plain (a varchar(20), b int, PRIMARY KEY (a))",
          "pair (a int, b text COLLATE \"en-x-icu\", c int, PRIMARY KEY (b, a))",
          "three (a text COLLATE \"C\", b date, c numeric, PRIMARY KEY (a, b, c))",
          "\"Od d\" (\"a\"\"x\" text, b int, PRIMARY KEY (\"a\"\"x\"))",
          "tz (a timestamptz, b int, PRIMARY KEY (a))",
          "num (a numeric, b int, PRIMARY KEY (a))",
          "flo (a float8, b int, PRIMARY KEY (a))",
          "uu (a uuid, b int, PRIMARY KEY (a))",
          "byt (a bytea, b int, PRIMARY KEY (a))",
          "chr (a char(5), b int, PRIMARY KEY (a))",
          "en (a mood, b int, PRIMARY KEY (a, b))",
          "dom (a code, b int, PRIMARY KEY (a))",
          "few (a int PRIMARY KEY, b int)",
          "empty (a int PRIMARY KEY, b int)");

  @Test
  void allRowsOfAllTablesAreRead() throws Exception {
    List<String> ddl = new ArrayList<>();
    ddl.add("CREATE TYPE mood AS ENUM ('z', 'A', 'm''x')");
    ddl.add("CREATE DOMAIN code AS text COLLATE \"en-x-icu\" CHECK (length(VALUE) < 20)");
    TABLES.forEach(table -> ddl.add("CREATE TABLE " + table));
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), ddl.toArray(String[]::new))) {
      fill(pipeline.database());
      CapturedTable[] tables =
          TABLES.stream()
              .map(t -> t.startsWith("\"") ? "\"Od d\"" : t.substring(0, t.indexOf(' ')))
              .map(pipeline::table)
              .toArray(CapturedTable[]::new);
      try (Capture capture = pipeline.start(CHUNK, tables)) {
        pipeline.awaitComplete(capture);
        pipeline.database().execute("UPDATE pair SET b = b || 'x', c = c + 1 WHERE a % 3 = 0");
        pipeline.database().execute("DELETE FROM three WHERE a < 'M'");
        pipeline.awaitLevel(capture, tables[0]);
        for (CapturedTable table : tables) {
          assertThat(pipeline.topic(table).rows())
              .as(table.table().name().toString())
              .isEqualTo(pipeline.truth(table));
          assertThat(pipeline.topic(table).level()).isPositive();
        }
        assertThat(Arrays.stream(tables).filter(t -> size(pipeline, t) > 3 * CHUNK).count())
            .isGreaterThanOrEqualTo(12);
      }
    }
  }

  private static int size(Pipeline pipeline, CapturedTable table) {
    return pipeline.topic(table).rows().size();
  }

  private static void fill(TestDatabase database) throws Exception {
    Random random = new Random(5);
    try (var connection = database.connect()) {
      for (String sql :
          List.of(
              "INSERT INTO icu VALUES (?, ?)",
              "INSERT INTO posix VALUES (?, ?)",
              "INSERT INTO plain VALUES (?, ?)",
              "INSERT INTO \"Od d\" VALUES (?, ?)",
              "INSERT INTO dom VALUES (?, ?)",
              "INSERT INTO pair (b, a) VALUES (?, ?)",
              "INSERT INTO three (a, b, c) SELECT ?, date '2020-01-01' + ?, 1.50")) {
        try (var insert = connection.prepareStatement(sql)) {
          for (String text : TEXTS) {
            insert.setString(1, text);
            insert.setInt(2, random.nextInt(1000));
            insert.execute();
          }
        }
      }
    }
    database.execute(
        "INSERT INTO pair SELECT i, 'same', 0 FROM generate_series(1, 50) i ON CONFLICT DO NOTHING",
        "INSERT INTO three SELECT 'x', date '0044-03-15 BC' + i % 5, i * 0.10 FROM"
            + " generate_series(-30, 30) i",
        "INSERT INTO tz SELECT '2020-03-29 00:00:00.000001+00'::timestamptz + i * interval '17"
            + " minutes', i FROM generate_series(1, 60) i",
        "INSERT INTO tz VALUES ('infinity', 0), ('-infinity', 0), ('0044-03-15 BC', 1)",
        "INSERT INTO num SELECT i * 1.10, i FROM generate_series(-40, 40) i",
        "INSERT INTO num VALUES ('NaN', 0), ('Infinity', 0), ('-Infinity', 0)",
        "INSERT INTO flo SELECT i * 0.1::float8, i FROM generate_series(-40, 40) i",
        "INSERT INTO flo VALUES ('NaN', 0), ('Infinity', 0), (1e-300, 0)",
        "INSERT INTO uu SELECT md5(i::text)::uuid, i FROM generate_series(1, 50) i",
        "INSERT INTO byt SELECT decode(md5(i::text), 'hex'), i FROM generate_series(1, 50) i",
        "INSERT INTO byt VALUES ('', 0), ('\\x00', 0), ('\\x0000', 0), ('\\x5c', 0)",
        "INSERT INTO chr SELECT substr(md5(i::text), 1, 1 + i % 5), i FROM generate_series(1, 60) i"
            + " ON CONFLICT DO NOTHING",
        "INSERT INTO en SELECT (ARRAY['z','A','m''x'])[1 + i % 3]::mood, i FROM"
            + " generate_series(1, 60) i",
        "INSERT INTO few SELECT i, i FROM generate_series(1, " + CHUNK + ") i");
  }

  /** As in {@code pair}: the chunk size must not matter. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 50, 51})
  void anyChunkSizeReadsEveryRowOnce(int chunk) throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (a int, b text, PRIMARY KEY (b, a))",
            "INSERT INTO t SELECT i, i % 7 FROM generate_series(1, 50) i")) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(chunk, table)) {
        pipeline.awaitComplete(capture);
        assertThat(pipeline.topic(table).rows()).isEqualTo(pipeline.truth(table)).hasSize(50);
        assertThat(pipeline.topic(table).upserts()).isEqualTo(50);
        assertThat(capture.status().progress().get(0).done()).isEqualTo(50);
        assertThat(capture.status().progress().get(0).total()).isEqualTo(50);
      }
    }
  }
}
