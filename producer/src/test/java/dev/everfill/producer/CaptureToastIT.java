package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.embedded.testing.TestPostgres;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An unchanged out-of-line value is never lost, and nothing stands in its place. */
class CaptureToastIT {
  private static final String BIG =
      "(SELECT string_agg(md5(i::text || %d), '') FROM generate_series(1, 3000) i)";

  @Test
  void rowsAreWholeWhateverATransactionDoes() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int, big text, small text)",
            "INSERT INTO t SELECT i, 0, "
                + BIG.formatted(1)
                + ", 's' FROM generate_series(1, 9) i")) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(4, table)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute(
                "UPDATE t SET n = 1 WHERE id = 1",
                "BEGIN; INSERT INTO t VALUES (10, 0, "
                    + BIG.formatted(2)
                    + ");"
                    + " UPDATE t SET n = 2 WHERE id = 10; COMMIT",
                "BEGIN; UPDATE t SET big = "
                    + BIG.formatted(3)
                    + " WHERE id = 2;"
                    + " UPDATE t SET n = 3 WHERE id = 2; COMMIT",
                "UPDATE t SET n = 4 WHERE id = 3",
                "DELETE FROM t WHERE id = 3",
                "UPDATE t SET n = 5 WHERE id = 4",
                "UPDATE t SET id = 40 WHERE id = 4",
                "UPDATE t SET n = 6 WHERE id = 5",
                "UPDATE t SET big = NULL WHERE id = 5",
                "BEGIN; UPDATE t SET n = 7 WHERE id = 6; DELETE FROM t WHERE id = 6;"
                    + " INSERT INTO t VALUES (6, 8, 'short'); COMMIT");
        Map<Key, Map<String, String>> rows = pipeline.awaitLevel(capture, table).rows();
        assertThat(rows).isEqualTo(pipeline.truth(table)).hasSize(9);
        assertThat(rows.get(Key.of("40")).get("big")).hasSizeGreaterThan(90_000);
        assertThat(pipeline.topic(table).values())
            .noneMatch(value -> value != null && value.startsWith("everfill-"));
      }
    }
  }

  @Test
  void columnsThatAreNotCapturedAreNotFetched() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int, big text)",
            "INSERT INTO t VALUES (1, 0, " + BIG.formatted(1) + ")")) {
      CapturedTable table = pipeline.table("t", "id", "n");
      try (Capture capture = pipeline.start(4, table)) {
        pipeline.awaitComplete(capture);
        pipeline.database().execute("UPDATE t SET n = 1");
        assertThat(pipeline.awaitLevel(capture, table).rows())
            .isEqualTo(Map.of(Key.of("1"), Map.of("id", "1", "n", "1")));
        assertThat(
                pipeline
                    .database()
                    .queryLong(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                            + pipeline.names().pipeline()
                            + " reselect'"))
            .isZero();
      }
    }
  }

  @Test
  void anotherSetOfColumnsIsReadFromTheStartAndOnlyThenVouchedFor() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int, m text)",
            "CREATE TABLE other (id int PRIMARY KEY)",
            "INSERT INTO t SELECT i, i, 'm' || i FROM generate_series(1, 20) i")) {
      CapturedTable other = pipeline.table("other");
      CapturedTable two = pipeline.table("t", "id", "n");
      try (Capture capture = pipeline.start(4, two, other)) {
        pipeline.awaitComplete(capture);
        pipeline.awaitLevel(capture, two);
      }
      // Whatever is in the log moves the position behind the last level.
      pipeline.database().execute("INSERT INTO other VALUES (1)");
      // Delivered when capture goes on, thus before the first row is read again.
      long whileReading = pipeline.requestLevel();
      CapturedTable three = pipeline.table("t");
      try (Capture capture = pipeline.start(4, three, other)) {
        pipeline.await(capture, status -> pipeline.topic(three).upserts() == 40);
        ChangeTopic topic = pipeline.awaitLevel(capture, three);
        assertThat(topic.rows()).isEqualTo(pipeline.truth(three));
        assertThat(topic.said()).extracting(Event.Level::columns).contains(Set.of("id", "n"));
        long first = firstLevel(topic, Set.of("id", "m", "n"));
        assertThat(topic.said())
            .as("asked at %d, all %s", whileReading, topic.said())
            .filteredOn(level -> level.level() >= whileReading && level.level() < first)
            .isEmpty();
        assertThat(pipeline.topic(other).said())
            .anyMatch(level -> level.level() >= whileReading && level.level() < first)
            .allMatch(level -> level.columns().equals(Set.of("id")));
      }
    }
  }

  @Test
  void aTableThatWasLeftOutForAWhileIsReadAnew() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int)",
            "CREATE TABLE other (id int PRIMARY KEY)",
            "INSERT INTO t SELECT i, i FROM generate_series(1, 20) i")) {
      CapturedTable other = pipeline.table("other");
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(4, table, other)) {
        pipeline.awaitComplete(capture);
      }
      try (Capture capture = pipeline.start(4, other)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute("DELETE FROM t WHERE id = 7", "UPDATE t SET n = 0 WHERE id = 8");
        pipeline.awaitLevel(capture, other);
        assertThat(pipeline.topic(table).rows()).isEmpty();
      }
      try (Capture capture = pipeline.start(4, table, other)) {
        pipeline.awaitComplete(capture);
        assertThat(pipeline.awaitLevel(capture, table).rows()).isEqualTo(pipeline.truth(table));
      }
    }
  }

  private static long firstLevel(ChangeTopic topic, Set<String> columns) {
    return topic.said().stream()
        .filter(level -> level.columns().equals(columns))
        .mapToLong(Event.Level::level)
        .min()
        .orElseThrow();
  }
}
