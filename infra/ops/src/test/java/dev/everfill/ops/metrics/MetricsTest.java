package dev.everfill.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.Metric;
import dev.everfill.base.status.SlotView;
import dev.everfill.embedded.testing.Tool;
import dev.everfill.ops.testing.FakeFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String FIELD = "skills.score";
  private static final SlotView SLOT = new SlotView("everfill", "extended", 4096L, 1024L);

  /** The list that was promised: name, kind and labels. */
  private static final String PROMISED =
      """
      build_info gauge version
      field_state gauge field,state
      field_failures_total counter field,reason
      freshness_seconds gauge field
      backfill_rows gauge field
      backfill_rows_done gauge field
      backfill_eta_seconds gauge field
      capture_events_total counter op,table
      capture_lag_seconds gauge field
      slot_retained_wal_bytes gauge
      slot_safe_wal_bytes gauge
      slot_status gauge status
      compute_lag_records gauge field
      compute_state gauge field
      sink_rows_total counter field,outcome
      sink_batches_total counter field,outcome
      sink_hold_seconds histogram field
      sink_batch_rows histogram field
      sink_retries_total counter field,sqlstate
      sink_fenced_total counter field
      sink_throttle_utilization gauge field,reason
      quarantine_rows gauge field
      verify_mismatches gauge field
      http_requests_total counter method,route,status
      http_request_duration_seconds histogram method,route,status
      """;

  private final Metrics metrics = new Metrics("1.2.3");

  @BeforeEach
  void record() {
    Instruments stages = metrics.instruments();
    stages.count(Metric.CAPTURE_EVENTS, "public.skills", "upsert").add(3);
    stages.count(Metric.SINK_ROWS, FIELD, "changed").add(70);
    stages.count(Metric.SINK_BATCHES, FIELD, "committed").add(2);
    stages.count(Metric.SINK_RETRIES, FIELD, "40P01").add(1);
    stages.count(Metric.SINK_FENCED, FIELD).add(1);
    stages.spread(Metric.SINK_HOLD_SECONDS, FIELD).record(0.012);
    stages.spread(Metric.SINK_BATCH_ROWS, FIELD).record(70);
    metrics.answered("/api/v1/fields/{name}", "GET", 200, Duration.ofMillis(3));
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void showsEveryPromisedMetricAndNoOther() {
    metrics.follow(new FakeFeed(Views.snapshot(SLOT, Views.live(FIELD))));

    assertThat(described(metrics.scrape()))
        .isEqualTo(
            PROMISED.lines().map(String::strip).collect(Collectors.toCollection(TreeSet::new)));
    assertThat(Arrays.stream(Metric.values()).map(Metric::prometheusName))
        .containsExactlyElementsOf(
            PROMISED.lines().map(line -> "everfill_" + line.split(" ", 2)[0]).toList());
  }

  /** Each metric of ours as a line of the list, but for what a histogram adds. */
  private static TreeSet<String> described(String text) {
    Map<String, String> kinds = new TreeMap<>();
    for (MatchResult type : find("# TYPE everfill_(\\S+) (\\S+)", text)) {
      kinds.put(type.group(1), type.group(2));
    }
    kinds
        .keySet()
        .removeIf(
            name -> kinds.containsKey(name.replaceFirst("_max$", "")) && name.endsWith("_max"));
    TreeSet<String> lines = new TreeSet<>();
    kinds.forEach(
        (name, kind) -> {
          String sample = name + (kind.equals("histogram") ? "_count" : "");
          MatchResult first = find("(?m)^everfill_" + sample + "(\\{.*\\})? ", text).get(0);
          String labels =
              first.group(1) == null
                  ? ""
                  : find("(\\w+)=\"", first.group(1)).stream()
                      .map(label -> label.group(1))
                      .sorted()
                      .collect(Collectors.joining(","));
          lines.add((name + " " + kind + " " + labels).strip());
        });
    return lines;
  }

  private static List<MatchResult> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  @Test
  void showsTheValuesOfTheLatestSnapshot() {
    FakeFeed feed = new FakeFeed(Views.snapshot(null));
    metrics.follow(feed);
    assertThat(metrics.scrape()).doesNotContain("everfill_field_state{").doesNotContain("slot");

    feed.show(Views.snapshot(SLOT, Views.live(FIELD)));

    assertThat(metrics.scrape().lines())
        .contains(
            "everfill_build_info{version=\"1.2.3\"} 1",
            "everfill_field_state{field=\"skills.score\",state=\"live\"} 1.0",
            "everfill_field_state{field=\"skills.score\",state=\"failed\"} 0.0",
            "everfill_freshness_seconds{field=\"skills.score\"} 0.75",
            "everfill_backfill_rows{field=\"skills.score\"} 80.0",
            "everfill_backfill_rows_done{field=\"skills.score\"} 80.0",
            "everfill_backfill_eta_seconds{field=\"skills.score\"} 0.0",
            "everfill_capture_events_total{op=\"upsert\",table=\"public.skills\"} 3.0",
            "everfill_capture_lag_seconds{field=\"skills.score\"} 1.5",
            "everfill_slot_retained_wal_bytes 4096.0",
            "everfill_slot_safe_wal_bytes 1024.0",
            "everfill_slot_status{status=\"extended\"} 1.0",
            "everfill_slot_status{status=\"lost\"} 0.0",
            "everfill_compute_lag_records{field=\"skills.score\"} 42.0",
            "everfill_compute_state{field=\"skills.score\"} 2.0",
            "everfill_sink_throttle_utilization{field=\"skills.score\",reason=\"hold\"} 0.7",
            "everfill_sink_throttle_utilization{field=\"skills.score\",reason=\"scarcest\"} 0.7",
            "everfill_quarantine_rows{field=\"skills.score\"} 3.0",
            "everfill_verify_mismatches{field=\"skills.score\"} 5.0",
            "everfill_sink_hold_seconds_bucket{field=\"skills.score\",le=\"0.01\"} 0",
            "everfill_sink_hold_seconds_bucket{field=\"skills.score\",le=\"0.015\"} 1",
            "everfill_sink_batch_rows_sum{field=\"skills.score\"} 70.0");
  }

  @Test
  void doesNotShowWhatIsNotKnownNorFieldsThatAreGone() {
    FakeFeed feed = new FakeFeed(Views.snapshot(SLOT, Views.live("gone.c")));
    metrics.follow(feed);
    metrics.scrape();

    feed.show(
        Views.snapshot(
            new SlotView("everfill", "reserved", 0L, null), Views.inState(FIELD, "pending", null)));

    assertThat(metrics.scrape())
        .contains("everfill_slot_safe_wal_bytes +Inf")
        .contains("everfill_field_state{field=\"skills.score\",state=\"pending\"} 1.0")
        .doesNotContain("everfill_freshness_seconds{")
        .doesNotContain("everfill_verify_mismatches{")
        .doesNotContain("everfill_field_state{field=\"gone.c\"");
  }

  @Test
  void countsAFailureOnceUntilItIsOver() {
    FakeFeed feed = new FakeFeed(Views.snapshot(SLOT, Views.live(FIELD)));
    metrics.follow(feed);
    assertThat(failures("schema_changed")).isEqualTo("0.0");

    for (int i = 0; i < 3; i++) {
      feed.show(Views.snapshot(SLOT, Views.inState(FIELD, "failed", "schema_changed")));
    }
    assertThat(failures("schema_changed")).isEqualTo("1.0");

    feed.show(Views.snapshot(SLOT, Views.live(FIELD)));
    feed.show(Views.snapshot(SLOT, Views.inState(FIELD, "failed", "schema_changed")));
    feed.show(Views.snapshot(SLOT, Views.inState(FIELD, "failed", "made up by somebody")));
    assertThat(failures("schema_changed")).isEqualTo("2.0");
    assertThat(failures("internal")).isEqualTo("1.0");
    assertThat(metrics.scrape()).doesNotContain("made up");
  }

  private String failures(String reason) {
    String name =
        "everfill_field_failures_total{field=\"%s\",reason=\"%s\"} ".formatted(FIELD, reason);
    return find(Pattern.quote(name) + "(\\S+)", metrics.scrape()).get(0).group(1);
  }

  @Test
  void followsOneFeedAtATime() {
    FakeFeed first = new FakeFeed(Views.snapshot(SLOT));
    FakeFeed second = new FakeFeed(Views.snapshot(SLOT, Views.live(FIELD)));
    metrics.follow(first);
    metrics.follow(second);

    assertThat(first.listeners()).isZero();
    assertThat(second.listeners()).isOne();
    assertThat(metrics.scrape()).contains("everfill_freshness_seconds{");
    metrics.close();
    assertThat(second.listeners()).isZero();
  }

  @Test
  void promtoolFindsNothingToSay() {
    Tool promtool = Tool.required("promtool");
    metrics.follow(new FakeFeed(Views.snapshot(SLOT, Views.live(FIELD))));

    assertThat(promtool.run(Path.of("."), metrics.scrape(), "check", "metrics")).isEmpty();
  }
}
