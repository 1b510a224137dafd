package dev.everfill.base.metrics;

import static dev.everfill.base.metrics.Metric.Kind.COUNTER;
import static dev.everfill.base.metrics.Metric.Kind.GAUGE;
import static dev.everfill.base.metrics.Metric.Kind.HISTOGRAM;

import java.util.List;
import java.util.Locale;

/**
 * Every metric that Everfill gives of itself: there is no other with its prefix. Labels have few
 * values; none ever holds a key or a value of a row.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are
public enum Metric {
  BUILD_INFO(GAUGE, "1: which version runs", "version"),
  FIELD_STATE(GAUGE, "1 for the state that the field is in, 0 for the others", "field", "state"),
  FIELD_FAILURES(COUNTER, "Times that the field was seen to fail", "field", "reason"),
  FRESHNESS_SECONDS(GAUGE, "How old at most what a live column shows is", "field"),
  BACKFILL_ROWS(GAUGE, "Target rows there are to settle; an estimate at first", "field"),
  BACKFILL_ROWS_DONE(GAUGE, "Target rows that are settled, each counted once", "field"),
  BACKFILL_ETA_SECONDS(
      GAUGE, "Until every row is settled: 0 once they are, missing while nothing moves", "field"),
  CAPTURE_EVENTS(COUNTER, "Rows read and changes published", "table", "op"),
  CAPTURE_LAG_SECONDS(GAUGE, "From the last change's commit to its being published", "field"),
  SLOT_RETAINED_WAL_BYTES(GAUGE, "Log that PostgreSQL keeps for the replication slot"),
  SLOT_SAFE_WAL_BYTES(
      GAUGE, "Log that can still be written before the slot is lost: +Inf without a bound"),
  SLOT_STATUS(GAUGE, "1 for the status that the slot has, 0 for the others", "status"),
  COMPUTE_LAG_RECORDS(GAUGE, "Records that wait in front of the computation", "field"),
  COMPUTE_STATE(GAUGE, "0 stopped, 1 waiting, 2 running, 3 failed", "field"),
  SINK_ROWS(COUNTER, "Rows of committed batches, by what became of them", "field", "outcome"),
  SINK_BATCHES(COUNTER, "Batches of rows, by what became of them", "field", "outcome"),
  SINK_HOLD_SECONDS(
      HISTOGRAM,
      buckets(.001, .002, .005, .01, .015, .02, .03, .05, .1, .25, .5, 1),
      "How long a batch held its rows",
      "field"),
  SINK_BATCH_ROWS(
      HISTOGRAM,
      buckets(1, 10, 50, 100, 250, 500, 1000, 2500, 5000, 10000),
      "Rows of a batch",
      "field"),
  SINK_RETRIES(COUNTER, "Steps that failed and are tried again", "field", "sqlstate"),
  SINK_FENCED(COUNTER, "Times that another writer turned out to own a partition", "field"),
  SINK_THROTTLE_UTILIZATION(
      GAUGE,
      "How scarce it is: from 0.5 on it slows writing down, at 1 to the least",
      "field",
      "reason"),
  QUARANTINE_ROWS(
      GAUGE, "Rows that PostgreSQL refused and that have no better value since", "field"),
  VERIFY_MISMATCHES(GAUGE, "Rows that differed from the SELECT when last compared", "field"),
  HTTP_REQUESTS(COUNTER, "Requests that were answered", "route", "method", "status"),
  HTTP_REQUEST_DURATION_SECONDS(
      HISTOGRAM,
      buckets(.001, .005, .01, .025, .05, .1, .25, 1),
      "How long answering took",
      "route",
      "method",
      "status");

  /** How its values add up. */
  public enum Kind {
    /** Only grows, until the process ends. */
    COUNTER,
    GAUGE,
    /** Counts values by size. */
    HISTOGRAM
  }

  private static final String PREFIX = "everfill";
  private static final String SECONDS = "_seconds";

  private final Kind kind;
  private final List<Double> buckets;
  private final String help;
  private final List<String> labels;

  Metric(Kind kind, String help, String... labels) {
    this(kind, List.of(), help, labels);
  }

  Metric(Kind kind, List<Double> buckets, String help, String... labels) {
    this.kind = kind;
    this.buckets = buckets;
    this.help = help;
    this.labels = List.of(labels);
  }

  private static List<Double> buckets(double... bounds) {
    return java.util.Arrays.stream(bounds).boxed().toList();
  }

  public Kind kind() {
    return kind;
  }

  /** For people; the unit is in the name. */
  public String help() {
    return help;
  }

  /** The names of its labels, in the order in which their values are given. */
  public List<String> labels() {
    return labels;
  }

  /** The upper bounds of a histogram, rising; empty for the others. */
  public List<Double> buckets() {
    return buckets;
  }

  /** Whether it is a histogram of seconds. */
  public boolean isTimer() {
    return kind == HISTOGRAM && word().endsWith(SECONDS);
  }

  /** With dots, and without the unit that a registry gives timers itself. */
  public String meterName() {
    String word = word();
    String named = isTimer() ? word.substring(0, word.length() - SECONDS.length()) : word;
    return PREFIX + "." + named.replace('_', '.');
  }

  /** As Prometheus shows it: {@code everfill_sink_rows_total}. */
  public String prometheusName() {
    return PREFIX + "_" + word() + (kind == COUNTER ? "_total" : "");
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
