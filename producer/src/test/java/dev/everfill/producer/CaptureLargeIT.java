package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.event.Key;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Values of 10 MB, which hardly compress. */
class CaptureLargeIT {
  private static final String BIG =
      "(SELECT string_agg(md5(i::text || %d), '') FROM generate_series(1, 320000) i)";
  private static final int BIG_LENGTH = 320_000 * 32;

  @Test
  void largeValuesAreReadDeliveredAndFetched() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(
            TestPostgres.v18(),
            "CREATE TABLE t (id int PRIMARY KEY, n int, big text)",
            "INSERT INTO t SELECT i, 0, CASE WHEN i = 2 THEN "
                + BIG.formatted(1)
                + " END FROM generate_series(1, 300) i")) {
      CapturedTable table = pipeline.table("t");
      try (Capture capture = pipeline.start(100, table)) {
        pipeline.awaitComplete(capture);
        pipeline
            .database()
            .execute(
                "INSERT INTO t VALUES (400, 0, " + BIG.formatted(2) + ")", "UPDATE t SET n = id");
        Map<Key, Map<String, String>> rows = pipeline.awaitLevel(capture, table).rows();
        assertThat(rows.equals(pipeline.truth(table))).as("the rows are the table's").isTrue();
        assertThat(rows.get(Key.of("400")).get("big")).hasSize(BIG_LENGTH);
        assertThat(rows.get(Key.of("2"))).containsEntry("n", "2");
      }
    }
  }

  @Test
  void aTopicThatTakesLessIsNamedWithTheRowAndGoesOnOnceItTakesMore() throws Exception {
    try (Pipeline pipeline =
        Pipeline.on(TestPostgres.v18(), "CREATE TABLE t (id int PRIMARY KEY, big text)")) {
      CapturedTable table = pipeline.table("t");
      String topic = pipeline.names().change(table.table().name());
      try (Capture capture = pipeline.start(100, table)) {
        pipeline.awaitComplete(capture);
        limit(pipeline, topic, 1 << 20);
        pipeline.database().execute("INSERT INTO t VALUES (7, " + BIG.formatted(1) + ")");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> capture.status().failure() != null);
        StageStatus.Failure failure = capture.status().failure();
        assertThat(failure.reason()).isEqualTo("configuration_invalid");
        assertThat(failure.message()).contains(topic, "7", "max.message.bytes", "start again");
        assertThat(failure.message()).hasSizeLessThan(1_000);
      }
      limit(pipeline, topic, 20 << 20);
      try (Capture capture = pipeline.start(100, table)) {
        Map<Key, Map<String, String>> rows = pipeline.awaitLevel(capture, table).rows();
        assertThat(rows.equals(pipeline.truth(table))).as("the rows are the table's").isTrue();
        assertThat(rows).hasSize(1);
      }
    }
  }

  private static void limit(Pipeline pipeline, String topic, int bytes) throws Exception {
    ConfigEntry entry =
        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(bytes));
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", pipeline.kafka().bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }
}
