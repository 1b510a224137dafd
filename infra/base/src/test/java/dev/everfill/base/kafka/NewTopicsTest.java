package dev.everfill.base.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.TableName;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class NewTopicsTest {
  private static final KafkaSettings KAFKA = new KafkaSettings("k:1", 4, (short) -1, Map.of());
  private static final TopicNames NAMES = new TopicNames("everfill");

  @Test
  void changesStayReadableForAWeekAndOtherTopicsAreCompactedAtOnce() {
    NewTopic change =
        NewTopics.of(KAFKA, NAMES, NAMES.change(new TableName("public", "skills")), 4);
    assertThat(change.numPartitions()).isEqualTo(4);
    assertThat(change.configs())
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("min.compaction.lag.ms", "604800000")
        .containsEntry("max.message.bytes", String.valueOf(65 * 1024 * 1024 - 960 * 1024));
    assertThat(NewTopics.of(KAFKA, NAMES, NAMES.captureProgress(), 1).configs())
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("min.compaction.lag.ms");
  }
}
