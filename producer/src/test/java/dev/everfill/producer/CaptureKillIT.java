package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Killed without warning and started again, nothing is missing and nothing starts over. */
class CaptureKillIT {
  private static final int COPIED = 30_000;
  private static final int ROWS = 100_000;
  private static final int CHUNK = 500;

  /** Rows of one transaction can share a position, which is where a stored offset loses some. */
  @Test
  void everyRowOfOneBigCopyArrives() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(TestPostgres.v18(), "CREATE TABLE t (id int PRIMARY KEY, n int)")) {
      CapturedTable table = pipeline.table("t");
      try (CaptureChild child = CaptureChild.start(pipeline, 8192)) {
        child.await(now -> capturing(pipeline));
        pipeline.database().execute("COPY t (id) FROM PROGRAM 'seq 1 " + COPIED + "'");
        CaptureChild.Progress killed = child.await(now -> now.handled() > COPIED / 4);
        assertThat(killed.handled()).as("killed in the middle of the COPY").isLessThan(COPIED);
      }
      try (Capture capture = pipeline.start(8192, table)) {
        ChangeTopic topic = pipeline.awaitLevel(capture, table);
        assertThat(topic.rows()).hasSize(COPIED).isEqualTo(pipeline.truth(table));
        assertThat(topic.upserts()).as("delivered again after the kill").isGreaterThan(COPIED);
      }
    }
  }

  private static boolean capturing(Pipeline pipeline) {
    try {
      return pipeline.topic(pipeline.table("t")).level() > 0;
    } catch (RuntimeException notYet) {
      return false;
    }
  }

  @Test
  void readingGoesOnFromWhereItWas() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int, small text, big text)",
            "INSERT INTO t SELECT i, i, 's' FROM generate_series(0, " + (ROWS - 1) + ") i")) {
      CapturedTable table = pipeline.table("t");
      long atKill;
      try (Traffic traffic = new Traffic(pipeline.database(), 4711, ROWS, 0).start()) {
        try (CaptureChild child = CaptureChild.start(pipeline, CHUNK)) {
          atKill = child.await(now -> now.rows() >= ROWS / 4).rows();
          assertThat(atKill).isLessThan(ROWS);
        }
        try (Capture capture = pipeline.start(CHUNK, table)) {
          pipeline.await(capture, status -> status.progress().get(0).done() > 0);
          long resumed = capture.status().progress().get(0).done();
          assertThat(resumed)
              .as("rows already read when it goes on")
              .isGreaterThanOrEqualTo(atKill);
          pipeline.awaitComplete(capture);
          long handled = capture.status().progress().get(0).handled();
          System.err.println(
              "killed at " + atKill + ", resumed at " + resumed + ", handled " + handled);
        }
        assertThat(traffic).isNotNull();
      }
      try (Capture capture = pipeline.start(CHUNK, table)) {
        ChangeTopic topic = pipeline.awaitLevel(capture, table);
        assertThat(topic.rows()).isEqualTo(pipeline.truth(table));
      }
    }
  }

  /** Frozen while it publishes, and thawed when another one has taken over. */
  @Test
  void aThawedZombieWritesNothingMore() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int)",
            "INSERT INTO t SELECT i, 0 FROM generate_series(1, " + ROWS + ") i")) {
      CapturedTable table = pipeline.table("t");
      try (CaptureChild zombie = CaptureChild.start(pipeline, CHUNK)) {
        zombie.await(now -> now.rows() > 0 && now.rows() < ROWS);
        signal("STOP", zombie.pid());
        pipeline
            .database()
            .execute(
                "UPDATE t SET n = 1",
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name"
                    + " = '"
                    + pipeline.names().pipeline()
                    + "'");
        try (Capture capture = pipeline.start(8192, table)) {
          pipeline.awaitComplete(capture);
          long before = pipeline.awaitLevel(capture, table).records();
          signal("CONT", zombie.pid());
          assertThat(zombie.failure(5_000)).isIn(null, "fenced");
          ChangeTopic after = pipeline.topic(table);
          assertThat(after.records()).isEqualTo(before);
          assertThat(after.rows()).isEqualTo(pipeline.truth(table));
          assertThat(capture.status().running()).isTrue();
        }
      }
    }
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }
}
