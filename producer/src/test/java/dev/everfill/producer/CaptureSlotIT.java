package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.error.Reason;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of the slot, and what of the capture without one. */
class CaptureSlotIT {
  private static final long MEGABYTE = 1 << 20;
  private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY, n int)";

  @Test
  void logThatOthersWriteIsNotKeptAndTheTopicStaysStill() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(), TABLE, "INSERT INTO t VALUES (1, 1)", "CREATE TABLE o (x text)")) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(100, table)) {
        pipeline.awaitComplete(capture);
        long before = pipeline.topic(table).records();
        for (int i = 0; i < 10; i++) {
          pipeline
              .database()
              .execute("INSERT INTO o SELECT repeat('x', 1000) FROM generate_series(1, 10000)");
        }
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> retained(pipeline) < 2 * MEGABYTE);
        assertThat(pipeline.topic(table).records()).isEqualTo(before);
        assertThat(capture.status().progress().get(0).handled()).isEqualTo(1);
      }
    }
  }

  private static long retained(Pipeline pipeline) {
    return pipeline
        .database()
        .queryLong(
            "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), confirmed_flush_lsn)::bigint FROM"
                + " pg_replication_slots WHERE slot_name = '"
                + pipeline.names().pipeline()
                + "'");
  }

  @Test
  void creationSaysForWhomItWaits() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE);
        Connection open = pipeline.database().connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1, 1)");
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(100, table)) {
        pipeline.await(
            capture,
            status -> status.waitingFor() != null && status.waitingFor().contains("open for"));
        open.commit();
        pipeline.awaitComplete(capture);
        assertThat(capture.status().waitingFor()).isNull();
      }
    }
  }

  @Test
  void aDroppedSlotIsNoticedAndNeverMadeAnew() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE)) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(100, table)) {
        pipeline.awaitComplete(capture);
        Awaitility.await().until(() -> capture.slot() != null);
        assertThat(capture.slot().status()).isEqualTo("reserved");
        assertThat(capture.slot().retainedWalBytes()).isBetween(0L, 100 * MEGABYTE);
        assertThat(capture.slot().safeWalBytes()).as("nothing bounds it").isNull();
        dropSlot(pipeline.database(), pipeline.names().pipeline());
        assertThat(failure(capture)).isIn(Reason.SLOT_LOST.code(), Reason.SLOT_GAP.code());
        assertThat(capture.slot().status()).isEqualTo("missing");
      }
      try (Capture again = pipeline.start(100, table)) {
        assertThat(failure(again)).isEqualTo(Reason.SLOT_GAP.code());
      }
    }
  }

  private static void dropSlot(TestDatabase database, String slot) {
    Awaitility.await()
        .ignoreExceptionsMatching(e -> true)
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              try (Connection connection = database.connect();
                  Statement statement = connection.createStatement()) {
                statement.execute(
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE"
                        + " slot_name = '"
                        + slot
                        + "'");
                statement.execute("SELECT pg_sleep(0.02)");
                statement.execute("SELECT pg_drop_replication_slot('" + slot + "')");
                return true;
              }
            });
  }

  private static String failure(Capture capture) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> capture.status().failure() != null);
    StageStatus.Failure failure = capture.status().failure();
    assertThat(capture.status().running()).isFalse();
    return failure.reason();
  }

  @Test
  void ofTwoCapturesOneWorksAndTheOtherStandsBy() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE)) {
      CapturedTable table = pipeline.table("t");
      try (Capture first = pipeline.start(100, table)) {
        pipeline.awaitComplete(first);
        try (Capture second = pipeline.start(100, table)) {
          pipeline.await(
              second,
              status -> status.waitingFor() != null && status.waitingFor().contains("in use by"));
          assertThat(first.status().running()).isTrue();
          first.close();
          pipeline.database().execute("INSERT INTO t VALUES (7, 7)");
          assertThat(pipeline.awaitLevel(second, table).rows()).hasSize(1);
        }
      }
    }
  }

  @Test
  void terminatedConnectionsAreReplaced() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE)) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(100, table)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                    + " pg_backend_pid() AND datname = current_database()",
                "INSERT INTO t VALUES (8, 8)");
        assertThat(pipeline.awaitLevel(capture, table).rows()).hasSize(1);
      }
    }
  }

  @Test
  void ownWritesStayOut() throws Exception {
    try (Pipeline pipeline = Pipeline.on(TestPostgres.v18(), TABLE)) {
      CapturedTable table = pipeline.table("t");
      String origin = pipeline.names().pipeline();
      try (Capture capture = pipeline.start(100, table);
          Connection own = pipeline.database().connect();
          Statement statement = own.createStatement()) {
        pipeline.awaitComplete(capture);
        statement.execute("SELECT pg_replication_origin_create('" + origin + "')");
        statement.execute("SELECT pg_replication_origin_session_setup('" + origin + "')");
        statement.execute("INSERT INTO t VALUES (1, 1)");
        pipeline.database().execute("INSERT INTO t VALUES (2, 2)");
        assertThat(pipeline.awaitLevel(capture, table).rows().keySet())
            .containsExactly(dev.everfill.base.event.Key.of("2"));
        statement.execute("SELECT pg_replication_origin_session_reset()");
        statement.execute("SELECT pg_replication_origin_drop('" + origin + "')");
      }
    }
  }
}
