package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.embedded.testing.Tool;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Reading under traffic: at the end the topic holds what the table holds. */
class CaptureTrafficIT {
  private static final int ROWS = 20_000;
  private static final String[] DDL = {
    "CREATE TABLE t (id int PRIMARY KEY, n int, small text, big text)",
    "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
    "INSERT INTO t SELECT i, i, 's' || i, CASE WHEN i % 10 = 0 THEN (SELECT string_agg(md5(j::text"
        + " || i), '') FROM generate_series(1, 125) j) END FROM generate_series(0, "
        + (ROWS - 1)
        + ") i"
  };

  @Test
  void topicEqualsTableOnPostgres18() throws Exception {
    check(TestPostgres.v18(), 18_001);
  }

  @Test
  void topicEqualsTableOnPostgres15() throws Exception {
    Tool.needed(TestPostgres.isInstalled15(), "PostgreSQL 15");
    check(TestPostgres.v15().orElseThrow(), 15_001);
  }

  private static void check(TestPostgres postgres, long seed) throws Exception {
    try (Pipeline pipeline = Pipeline.on(postgres, DDL)) {
      CapturedTable table = pipeline.table("t");
      Traffic first = new Traffic(pipeline.database(), seed, ROWS, 0).start();
      Traffic second = new Traffic(pipeline.database(), seed + 1, ROWS, 20).start();
      try (Capture capture = pipeline.start(500, table)) {
        try (first;
            second) {
          pipeline.awaitComplete(capture);
          Thread.sleep(2_000);
          // A slow machine needs longer for every kind of action.
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> first.actions() > 1_000 && second.actions() > 1_000);
        }
        ChangeTopic topic = pipeline.awaitLevel(capture, table);
        assertThat(topic.rows()).isEqualTo(pipeline.truth(table)).isNotEmpty();
        assertThat(topic.values())
            .noneMatch(value -> value != null && value.startsWith("everfill-"));
        assertThat(capture.status().progress().get(0).complete()).isTrue();
      }
      first.done().forEach((action, n) -> second.done().merge(action, n, Integer::sum));
      Map<Traffic.Action, Integer> done = second.done();
      assertThat(done).containsKeys(Traffic.Action.values());
    }
  }
}
