package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Partitioned tables, and what happens to their partitions as a whole. */
class CapturePartitionsIT {
  private static final String[] TABLE = {
    "CREATE TABLE t (part int, id int, n text, PRIMARY KEY (part, id)) PARTITION BY LIST (part)",
    "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)",
    "CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2) PARTITION BY RANGE (id)",
    "CREATE TABLE t_2_low PARTITION OF t_2 FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE t_2_high PARTITION OF t_2 FOR VALUES FROM (10) TO (1000)",
    "INSERT INTO t SELECT i % 2 + 1, i, 'n' || i FROM generate_series(1, 50) i"
  };

  static Stream<TestPostgres> servers() {
    return Stream.concat(Stream.of(TestPostgres.v18()), TestPostgres.v15().stream());
  }

  @ParameterizedTest
  @MethodSource("servers")
  void itsRowsAreThoseOfOneTable(TestPostgres postgres) throws Exception {
    try (Pipeline pipeline = Pipeline.on(postgres, TABLE)) {
      CapturedTable table = pipeline.table("t");
      // As an earlier version, or an owner who did not know, made it.
      pipeline
          .database()
          .execute("CREATE PUBLICATION " + pipeline.names().pipeline() + " FOR TABLE t");
      try (Capture capture = pipeline.start(7, table)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute(
                "UPDATE t SET n = 'changed' WHERE id IN (3, 4, 24)",
                "UPDATE t SET part = 3 - part WHERE id IN (5, 6)",
                "UPDATE t SET id = 300 WHERE id = 8",
                "DELETE FROM t WHERE id IN (9, 10)",
                "CREATE TABLE t_3 PARTITION OF t FOR VALUES IN (3)",
                "INSERT INTO t VALUES (3, 1, 'new'), (1, 99, NULL)");
        assertEqual(pipeline, capture, table);
        pipeline
            .database()
            .execute(
                "CREATE TABLE t_4 (LIKE t INCLUDING ALL)",
                "INSERT INTO t_4 VALUES (4, 1, 'brought along')",
                "ALTER TABLE t ATTACH PARTITION t_4 FOR VALUES IN (4)",
                "INSERT INTO t VALUES (4, 2, 'came later')");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(pipeline.topic(table).rows().toString()).contains("brought along"));
        assertEqual(pipeline, capture, table);
        pipeline.database().execute("TRUNCATE t", "INSERT INTO t VALUES (2, 7, 'afterwards')");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(pipeline.topic(table).rows()).hasSize(1));
        pipeline.awaitComplete(capture);
        assertEqual(pipeline, capture, table);
      }
    }
  }

  private static void assertEqual(Pipeline pipeline, Capture capture, CapturedTable table)
      throws Exception {
    assertThat(pipeline.awaitLevel(capture, table).rows()).isEqualTo(pipeline.truth(table));
  }

  @Test
  void rowsThatGoWithTheirPartitionEndTheCapture() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE)) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(7, table)) {
        pipeline.awaitComplete(capture);
        pipeline.database().execute("ALTER TABLE t DETACH PARTITION t_1");
        awaitMissed(capture);
      }
      pipeline.database().execute("ALTER TABLE t ATTACH PARTITION t_1 FOR VALUES IN (1)");
      pipeline.database().execute("TRUNCATE t_1");
      try (Capture capture = pipeline.start(7, table)) {
        awaitMissed(capture);
      }
    }
  }

  private static void awaitMissed(Capture capture) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> capture.status().failure() != null);
    assertThat(capture.status().failure().reason()).isEqualTo("changes_missed");
    assertThat(capture.status().failure().message()).contains("public.t", "read the tables again");
  }

  @Test
  void aTargetFromWhichNothingIsComputedIsReadAnew() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE)) {
      CapturedTable all = pipeline.table("t", "part", "id");
      CapturedTable table = new CapturedTable(all.table(), all.columns(), false);
      try (Capture capture = pipeline.start(7, table)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute("DROP TABLE t_1", "TRUNCATE t_2_low", "INSERT INTO t VALUES (2, 4, 'again')");
        long left = pipeline.database().queryLong("SELECT count(*) FROM t");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> assertThat(pipeline.topic(table).rows()).hasSize(Math.toIntExact(left)));
        pipeline.awaitComplete(capture);
        assertEqual(pipeline, capture, table);
      }
    }
  }
}
