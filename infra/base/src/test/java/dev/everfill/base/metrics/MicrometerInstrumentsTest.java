package dev.everfill.base.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicrometerInstrumentsTest {
  private static final String FIELD = "items.v";
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Instruments instruments = new MicrometerInstruments(registry);
  private final Map<MetricName, Told> told = new HashMap<>();

  private record Told(MetricName metricName, Object metricValue)
      implements org.apache.kafka.common.Metric {}

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void countersAreTheSameForTheSameLabels() {
    instruments.count(Metric.SINK_ROWS, FIELD, "changed").add(3);
    instruments.count(Metric.SINK_ROWS, FIELD, "changed").add(4);
    instruments.count(Metric.SINK_ROWS, FIELD, "gone").add(0);

    assertThat(rows("changed")).isEqualTo(7);
    assertThat(rows("gone")).isZero();
  }

  private double rows(String outcome) {
    return registry
        .get("everfill.sink.rows")
        .tags("field", FIELD, "outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void histogramsCountValuesByTheBucketsOfTheirMetric() {
    Instruments.Spread hold = instruments.spread(Metric.SINK_HOLD_SECONDS, FIELD);
    hold.record(0.004);
    hold.record(0.3);

    CountAtBucket[] counts =
        registry.get("everfill.sink.hold").timer().takeSnapshot().histogramCounts();
    assertThat(counts)
        .extracting(bucket -> bucket.bucket(TimeUnit.SECONDS))
        .containsExactlyElementsOf(Metric.SINK_HOLD_SECONDS.buckets());
    assertThat(counts[1].count()).as("up to 2 ms").isZero();
    assertThat(counts[2].count()).as("up to 5 ms").isEqualTo(1);
    assertThat(counts[counts.length - 1].count()).as("up to 1 s").isEqualTo(2);
  }

  @Test
  void histogramsOfNumbersCountThemAsTheyAre() {
    Instruments.Spread rows = instruments.spread(Metric.SINK_BATCH_ROWS, FIELD);
    rows.record(10);
    rows.record(11);

    CountAtBucket[] counts =
        registry.get("everfill.sink.batch.rows").summary().takeSnapshot().histogramCounts();
    assertThat(counts[1].count()).as("up to 10").isEqualTo(1);
    assertThat(counts[2].count()).as("up to 50").isEqualTo(2);
  }

  @Test
  void everyLabelHasAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instruments.count(Metric.SINK_ROWS, FIELD))
        .withMessageContaining("SINK_ROWS")
        .withMessageContaining("outcome");
  }

  @Test
  void kafkaClientsAreAddedUpOverThreadsAndTopics() {
    tell("records-consumed-total", "consumer-fetch-manager-metrics", "client-id", "1", 10.0);
    tell("records-consumed-total", "consumer-fetch-manager-metrics", "client-id", "2", 20.0);
    tell("records-consumed-total", "consumer-fetch-manager-metrics", "topic", "a", 10.0);
    tell("fetch-latency-avg", "consumer-fetch-manager-metrics", "client-id", "1", 4.0);
    tell("fetch-latency-avg", "consumer-fetch-manager-metrics", "client-id", "2", Double.NaN);
    tell("outgoing-byte-total", "producer-metrics", "client-id", "1", 7.0);
    tell("outgoing-byte-total", "producer-node-metrics", "node-id", "node-1", 7.0);
    tell("state", "stream-metrics", "client-id", "1", "RUNNING");
    Instruments.Bound bound = instruments.kafka(KafkaClient.COMPUTE, FIELD, () -> told);

    assertThat(registry.get("kafka.consumer.records.consumed").functionCounter().count())
        .isEqualTo(30);
    assertThat(registry.get("kafka.producer.bytes.sent").functionCounter().count()).isEqualTo(7);
    assertThat(registry.get("kafka.consumer.fetch.latency.seconds").gauge().value())
        .isEqualTo(0.004);
    assertThat(registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().getTag("client")).isEqualTo("compute"))
        .hasSize(KafkaMeter.values().length);
    bound.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  private void tell(String name, String group, String tag, String value, Object is) {
    MetricName metric = new MetricName(name, group, "", Map.of(tag, value));
    told.put(metric, new Told(metric, is));
  }

  @Test
  void aLaterClientTakesTheEarlierOnesPlace() {
    Instruments.Bound first = instruments.kafka(KafkaClient.CAPTURE, "", Map::of);
    tell("record-send-total", "producer-metrics", "client-id", "1", 5.0);
    Instruments.Bound second = instruments.kafka(KafkaClient.CAPTURE, "", () -> told);
    first.close();

    assertThat(registry.get("kafka.producer.records.sent").functionCounter().count()).isEqualTo(5);
    assertThat(registry.getMeters()).map(Meter::getId).doesNotHaveDuplicates().isNotEmpty();
    second.close();
    second.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void withoutARegistryNothingHappens() {
    Instruments none = Instruments.NONE;
    none.count(Metric.SINK_FENCED, FIELD).add(1);
    none.spread(Metric.SINK_BATCH_ROWS, FIELD).record(1);
    none.kafka(KafkaClient.WRITE, "", Map::of).close();

    assertThat(registry.getMeters()).isEmpty();
  }
}
