package dev.everfill.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Key;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.KafkaClient;
import dev.everfill.base.metrics.Metric;
import dev.everfill.base.postgres.Database;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class WriteMeterTest {
  private final Map<String, Double> recorded = new TreeMap<>();
  private final WriteMeter meter = new WriteMeter("items.v", new Recorder());

  /** Adds everything up. */
  private final class Recorder implements Instruments {
    @Override
    public Count count(Metric metric, String... labels) {
      String name = metric + " " + String.join(" ", labels);
      recorded.putIfAbsent(name, 0.0);
      return more -> recorded.merge(name, (double) more, Double::sum);
    }

    @Override
    public Spread spread(Metric metric, String... labels) {
      String name = metric + " " + String.join(" ", labels);
      return value -> recorded.merge(name, value, Double::sum);
    }

    @Override
    public Bound kafka(
        KafkaClient client,
        String field,
        Supplier<? extends Map<MetricName, ? extends org.apache.kafka.common.Metric>> metrics) {
      throw new AssertionError(client);
    }

    @Override
    public void pool(Database pool) {
      throw new AssertionError(pool);
    }
  }

  private static Settled row(Outcome outcome) {
    return new Settled(Pending.again(Key.of("1"), Map.of("v", "a"), 1), outcome);
  }

  @Test
  void everythingUsualIsShownFromTheBeginning() {
    assertThat(recorded)
        .containsKeys(
            "SINK_ROWS items.v changed",
            "SINK_ROWS items.v unchanged",
            "SINK_ROWS items.v gone",
            "SINK_ROWS items.v deferred",
            "SINK_ROWS items.v quarantined",
            "SINK_BATCHES items.v committed",
            "SINK_RETRIES items.v 40P01",
            "SINK_FENCED items.v");
    assertThat(recorded.values()).containsOnly(0.0);
  }

  @Test
  void countsTheRowsOfEachBatchByWhatBecameOfThem() {
    meter.wrote(
        List.of(row(Outcome.CHANGED), row(Outcome.DEFERRED), row(Outcome.CHANGED)), 5_000_000);
    meter.wrote(List.of(row(Outcome.GONE)), 1_000_000);
    meter.wrote(List.of(), 9_000_000);

    assertThat(recorded)
        .containsEntry("SINK_ROWS items.v changed", 2.0)
        .containsEntry("SINK_ROWS items.v deferred", 1.0)
        .containsEntry("SINK_ROWS items.v gone", 1.0)
        .containsEntry("SINK_ROWS items.v unchanged", 0.0)
        .containsEntry("SINK_BATCHES items.v committed", 2.0)
        .containsEntry("SINK_BATCH_ROWS items.v", 4.0)
        .containsEntry("SINK_HOLD_SECONDS items.v", 0.006);
  }

  @Test
  void countsWhatWentWrong() {
    meter.refused();
    meter.failed();
    meter.retried("40P01");
    meter.retried("");
    meter.retried("a sentence");
    meter.fenced();

    assertThat(recorded)
        .containsEntry("SINK_BATCHES items.v refused", 1.0)
        .containsEntry("SINK_BATCHES items.v failed", 1.0)
        .containsEntry("SINK_RETRIES items.v 40P01", 1.0)
        .containsEntry("SINK_RETRIES items.v none", 2.0)
        .containsEntry("SINK_FENCED items.v", 1.0);
  }
}
