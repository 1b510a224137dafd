package dev.everfill.base.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {
  private static final String FETCHING = "consumer-fetch-manager-metrics";
  private final Map<MetricName, Metric> metrics = new HashMap<>();

  private record Told(MetricName metricName, Object metricValue) implements Metric {}

  private void lag(String client, String topic, int partition, double records) {
    tell("records-lag", client, topic, partition, records);
  }

  private void tell(String name, String client, String topic, int partition, Object value) {
    MetricName metric =
        new MetricName(
            name,
            FETCHING,
            "",
            Map.of("client-id", client, "topic", topic, "partition", "" + partition));
    metrics.put(metric, new Told(metric, value));
  }

  @Test
  void addsUpThePartitionsOfEachTopic() {
    lag("one", "a", 0, 3);
    lag("two", "a", 1, 4);
    lag("one", "b", 0, 5);

    assertThat(ConsumerLag.byTopic(metrics)).isEqualTo(Map.of("a", 7L, "b", 5L));
    assertThat(ConsumerLag.of(metrics)).isEqualTo(12);
  }

  @Test
  void countsATopicThatIsToldOfByTwoNamesOnce() {
    lag("one", "everfill.change.public.items", 0, 3);
    lag("one", "everfill_change_public_items", 0, 3);

    assertThat(ConsumerLag.byTopic(metrics))
        .isEqualTo(Map.of(ConsumerLag.name("everfill.change.public.items"), 3L));
  }

  @Test
  void leavesOutWhatIsNoRecordInFrontOfTheConsumer() {
    lag("app-StreamThread-1-restore-consumer", "changelog", 0, 9);
    lag("one", "nothing.fetched", 0, Double.NaN);
    tell("records-lag-max", "one", "a", 0, 9.0);
    tell("records-lag", "one", "words", 0, "nine");

    assertThat(ConsumerLag.of(metrics)).isZero();
  }
}
