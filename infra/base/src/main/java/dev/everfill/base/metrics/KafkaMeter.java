package dev.everfill.base.metrics;

import dev.everfill.base.metrics.KafkaClient.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.MetricName;

/**
 * The few of a Kafka client's own metrics that are shown: chosen, so that neither topics nor
 * partitions nor the random names of threads become labels. Those of several threads are added up;
 * of averages the largest is taken.
 */
enum KafkaMeter {
  CONSUMER_RECORDS_LAG(
      Part.CONSUMER, "records-lag", "Records of all partitions that wait to be fetched"),
  CONSUMER_RECORDS_CONSUMED_TOTAL(Part.CONSUMER, "records-consumed-total", "Records fetched"),
  CONSUMER_BYTES_CONSUMED_TOTAL(Part.CONSUMER, "bytes-consumed-total", "Bytes fetched"),
  CONSUMER_FETCH_LATENCY_SECONDS(
      Part.CONSUMER, "fetch-latency-avg", "How long a fetch took on average"),
  CONSUMER_REBALANCES_TOTAL(
      Part.CONSUMER, "rebalance-total", "Times that the group shared its partitions out anew"),
  CONSUMER_FAILED_REBALANCES_TOTAL(
      Part.CONSUMER, "failed-rebalance-total", "Times that sharing out failed"),
  PRODUCER_RECORDS_SENT_TOTAL(Part.PRODUCER, "record-send-total", "Records sent"),
  PRODUCER_BYTES_SENT_TOTAL(Part.PRODUCER, "outgoing-byte-total", "Bytes sent"),
  PRODUCER_RECORD_ERRORS_TOTAL(
      Part.PRODUCER, "record-error-total", "Records that could not be sent"),
  PRODUCER_RECORD_RETRIES_TOTAL(Part.PRODUCER, "record-retry-total", "Records sent once more"),
  PRODUCER_REQUEST_LATENCY_SECONDS(
      Part.PRODUCER, "request-latency-avg", "How long the broker took to answer on average"),
  STREAMS_THREADS_ALIVE(Part.STREAMS, "alive-stream-threads", "Threads that compute"),
  STREAMS_RECORDS_PROCESSED_TOTAL(Part.STREAMS, "process-total", "Records computed"),
  STREAMS_PROCESS_LATENCY_SECONDS(
      Part.STREAMS, "process-latency-avg", "How long computing a record took on average"),
  STREAMS_COMMIT_LATENCY_SECONDS(
      Part.STREAMS, "commit-latency-avg", "How long a commit took on average"),
  STREAMS_RECORDS_DROPPED_TOTAL(
      Part.STREAMS, "dropped-records-total", "Records that were left out; none ever should be");

  private static final double MILLIS = 0.001;
  private static final Map<String, List<KafkaMeter>> BY_SOURCE =
      Arrays.stream(values()).collect(Collectors.groupingBy(meter -> meter.source));

  private final Part part;
  private final String source;
  private final String help;

  KafkaMeter(Part part, String source, String help) {
    this.part = part;
    this.source = source;
    this.help = help;
  }

  Part part() {
    return part;
  }

  String help() {
    return help;
  }

  boolean isCounter() {
    return name().endsWith("_TOTAL");
  }

  private boolean isAverage() {
    return name().endsWith("_SECONDS");
  }

  /** With dots; without the suffix that a registry gives counters itself. */
  String meterName() {
    String word = name().toLowerCase(Locale.ROOT).replace('_', '.');
    return "kafka." + (isCounter() ? word.substring(0, word.lastIndexOf('.')) : word);
  }

  /** The one that a client's own metric is part of; null if there is none. */
  static KafkaMeter of(MetricName metric) {
    List<KafkaMeter> named = BY_SOURCE.getOrDefault(metric.name(), List.of());
    for (KafkaMeter meter : named) {
      if (metric.group().startsWith(meter.group()) && isWhole(metric)) {
        return meter;
      }
    }
    return null;
  }

  /** What is told of the whole client is told of its parts once more. */
  private static boolean isWhole(MetricName metric) {
    return !metric.tags().containsKey("topic") && !metric.tags().containsKey("node-id");
  }

  private String group() {
    return part == Part.STREAMS ? "stream-" : part.name().toLowerCase(Locale.ROOT) + "-";
  }

  /** Takes another thread's value in. */
  double plus(double all, double one) {
    if (isAverage()) {
      return Math.max(all, one * MILLIS);
    }
    return all + one;
  }
}
