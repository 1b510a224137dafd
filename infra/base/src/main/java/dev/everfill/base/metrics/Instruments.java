package dev.everfill.base.metrics;

import dev.everfill.base.postgres.Database;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;

/**
 * What a stage records into. Asking for an instrument looks it up: do so once, not for every row;
 * recording is a few additions, never waits and never fails. Safe for all threads.
 */
public interface Instruments {
  /** Records nothing. */
  Instruments NONE = new NoInstruments();

  /**
   * A counter; the same one for the same labels. It is shown from now on, beginning with 0.
   *
   * @param labels their values, in the order of {@link Metric#labels}
   */
  Count count(Metric metric, String... labels);

  /** A histogram, as {@link #count}. */
  Spread spread(Metric metric, String... labels);

  /**
   * Shows what a Kafka client says of itself, until that is closed; a later one with the same names
   * takes its place.
   *
   * @param field whose it is; empty for one that serves all
   * @param metrics asked when somebody looks, on any thread
   */
  Bound kafka(
      KafkaClient client,
      String field,
      Supplier<? extends Map<MetricName, ? extends org.apache.kafka.common.Metric>> metrics);

  /** Shows how a pool's connections are used; once for each pool. */
  void pool(Database pool);

  /** A counter. */
  interface Count {
    /**
     * Counts on.
     *
     * @param more ≥ 0
     */
    void add(long more);
  }

  /** A histogram. */
  interface Spread {
    /**
     * Counts a value.
     *
     * @param value ≥ 0, in the unit of the metric's name
     */
    void record(double value);
  }

  /** Something that is shown until it is closed; closing twice is harmless. */
  interface Bound extends AutoCloseable {
    @Override
    void close();
  }
}
