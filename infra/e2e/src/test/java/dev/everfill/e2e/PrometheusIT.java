package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.everfill.embedded.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, watched by a real Prometheus: whatever a panel or a rule asks has an answer. */
class PrometheusIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path DASHBOARDS = Path.of("../grafana/dashboards");
  private static final Path RULES = Path.of("../prometheus/everfill.rules.yml");
  private static final Pattern ADDRESS = Pattern.compile("http://(127\\.0\\.0\\.1:\\d+)/");

  /** But slow holds that have not lasted: they tell of this machine, while it is busy. */
  private static final String ALERTS =
      "ALERTS{alertname!~\"EverfillFreshness.*\"}"
          + " unless ALERTS{alertname=\"EverfillHoldsTooLong\", alertstate=\"pending\"}";

  /** What makes a question of an alert's expression: without it, it tells what it compares. */
  private static final String COMPARISON = "\\s*(==|!=|>=|<=|>|<)\\s*(bool\\s+)?[0-9][0-9.e]*";

  @TempDir Path folder;

  @Test
  void everyPanelAndEveryRuleHasDataAndNothingIsFoundToBeWrong() throws Exception {
    Tool program = Tool.required("prometheus");
    Tool promtool = Tool.required("promtool");
    String data = folder.resolve("demo").toString();
    try (EverfillProcess demo =
        EverfillProcess.start(folder, Map.of(), "demo", "--scale", "0.005", "--data-dir", data)) {
      try {
        watch(program, promtool, demo);
      } finally {
        // Its servers end with it, as they would not if it were killed.
        demo.terminate();
        demo.exit(LIMIT);
      }
    }
  }

  private void watch(Tool program, Tool promtool, EverfillProcess demo) throws Exception {
    String target = target(demo);
    try (Prometheus prometheus = Prometheus.start(program, folder.resolve("prometheus"), target)) {
      awaitLive(demo, prometheus);
      everythingHasData(demo, prometheus);
      thereAreFewSeries(prometheus);
      assertThat(promtool.run(folder, scrape(target), "check", "metrics")).isEmpty();
      assertThat(prometheus.query(ALERTS)).isEmpty();
      demo.terminate();
      await()
          .atMost(LIMIT)
          .until(() -> prometheus.results("ALERTS{alertname=\"EverfillDown\"}") == 1);
    }
  }

  private static String target(EverfillProcess demo) {
    return await()
        .atMost(LIMIT)
        .failFast("the demo ended", () -> assertThat(demo.isAlive()).as(demo::printed).isTrue())
        .until(() -> address(demo.stderr() + demo.stdout()), found -> !found.isEmpty());
  }

  private static String address(String said) {
    Matcher address = ADDRESS.matcher(said);
    return address.find() ? address.group(1) : "";
  }

  private static void awaitLive(EverfillProcess demo, Prometheus prometheus) {
    await()
        .atMost(LIMIT)
        .failFast("the demo ended", () -> assertThat(demo.isAlive()).as(demo::printed).isTrue())
        .until(() -> prometheus.results("everfill_field_state{state=\"live\"} == 1") == 3);
  }

  private static void everythingHasData(EverfillProcess demo, Prometheus prometheus)
      throws IOException {
    List<String> silent = new ArrayList<>(expressions());
    assertThat(silent).hasSizeGreaterThan(80);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              silent.removeIf(expression -> prometheus.results(expression) > 0);
              assertThat(silent).as(demo::printed).isEmpty();
            });
  }

  /** Of all panels, and of all rules without what they compare with. */
  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> dashboards = Files.list(DASHBOARDS)) {
      for (Path dashboard : dashboards.toList()) {
        for (JsonNode target : new JsonMapper().readTree(dashboard.toFile()).findValues("expr")) {
          all.add(asGrafanaAsks(target.asText()));
        }
      }
    }
    for (JsonNode rule : new YAMLMapper().readTree(RULES.toFile()).findValues("expr")) {
      all.add(rule.asText().replaceAll(COMPARISON, ""));
    }
    return all;
  }

  private static String asGrafanaAsks(String expression) {
    return expression
        .replace("$job", "everfill")
        .replace("$field", ".*")
        .replace("$__rate_interval", "10s");
  }

  /** As many as fields, tables and words, not as rows. */
  private static void thereAreFewSeries(Prometheus prometheus) {
    JsonNode count = prometheus.query("count({job=\"everfill\"})");
    assertThat(count.at("/0/value/1").asInt()).isBetween(200, 2_000);
    System.out.printf(
        "%s series; a scrape took %s s on average%n",
        count.at("/0/value/1").asText(),
        prometheus.query("avg_over_time(scrape_duration_seconds[1m])").at("/0/value/1").asText());
  }

  private static String scrape(String target) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + target + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
