package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Key;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that are not in the stream of changes, or are no more. */
class CaptureColumnsIT {
  static Stream<TestPostgres> servers() {
    return Stream.concat(Stream.of(TestPostgres.v18()), TestPostgres.v15().stream());
  }

  @ParameterizedTest
  @MethodSource("servers")
  void generatedColumnsFollowTheirRow(TestPostgres postgres) throws Exception {
    String virtual =
        postgres == TestPostgres.v18() ? ", w int GENERATED ALWAYS AS (n + 1) VIRTUAL" : "";
    try (Pipeline pipeline =
        Pipeline.on(
            postgres,
            "CREATE TABLE t (id int PRIMARY KEY, n int, s int GENERATED ALWAYS AS (n * 2) STORED"
                + virtual
                + ")",
            "INSERT INTO t SELECT i, i FROM generate_series(1, 9) i")) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(4, table)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute(
                "UPDATE t SET n = 50 WHERE id = 5",
                "INSERT INTO t (id, n) VALUES (10, 10), (11, NULL)",
                "UPDATE t SET id = 60 WHERE id = 6",
                "DELETE FROM t WHERE id = 7");
        Map<Key, Map<String, String>> rows = pipeline.awaitLevel(capture, table).rows();
        assertThat(rows).isEqualTo(pipeline.truth(table)).hasSize(10);
        assertThat(rows.get(Key.of("5"))).containsEntry("s", "100");
      }
    }
  }

  @Test
  void aColumnMayBeAddedWhileChangesWaitThatKnowNothingOfIt() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int)",
            "INSERT INTO t SELECT i, i FROM generate_series(1, 9) i")) {
      try (Capture capture = pipeline.start(4, pipeline.table("t"))) {
        pipeline.awaitComplete(capture);
        pipeline.database().execute("ALTER TABLE t ADD COLUMN ignored int DEFAULT 3");
        pipeline.awaitLevel(capture, pipeline.table("t", "id", "n"));
      }
      pipeline
          .database()
          .execute(
              "UPDATE t SET n = 10 WHERE id = 1",
              "UPDATE t SET n = 20 WHERE id = 2",
              "DELETE FROM t WHERE id = 2",
              "ALTER TABLE t ADD COLUMN m text DEFAULT 'new'",
              "UPDATE t SET m = 'own' WHERE id = 3");
      CapturedTable wider = pipeline.table("t", "id", "n", "m");
      try (Capture capture = pipeline.start(4, wider)) {
        pipeline.awaitComplete(capture);
        Map<Key, Map<String, String>> rows = pipeline.awaitLevel(capture, wider).rows();
        assertThat(rows).isEqualTo(pipeline.truth(wider)).hasSize(8);
        assertThat(rows.get(Key.of("1"))).containsEntry("n", "10").containsEntry("m", "new");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ALTER TABLE t RENAME COLUMN n TO m", "ALTER TABLE t ALTER COLUMN n TYPE text"})
  void aChangedColumnThatIsNeededEndsTheCapture(String change) throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int)",
            "INSERT INTO t VALUES (1, 1)")) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(4, table)) {
        pipeline.awaitComplete(capture);
        pipeline.database().execute(change);
        pipeline.database().execute("INSERT INTO t (id) VALUES (2)");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> capture.status().failure() != null);
        assertThat(capture.status().failure().reason()).isEqualTo("schema_changed");
      }
    }
  }
}
