package dev.everfill.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.everfill.base.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in infra/grafana, as far as it can be told without Grafana. */
class DashboardsTest {
  private static final Path FOLDER = Path.of("../grafana");
  private static final Pattern OURS = Pattern.compile("everfill_\\w+");

  private static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode dashboard = new JsonMapper().readTree(file.toFile());
        assertThat(file).hasFileName(dashboard.get("uid").asText() + ".json");
        all.add(dashboard);
      }
    }
    return all;
  }

  private static List<JsonNode> panels() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    dashboards().forEach(dashboard -> dashboard.get("panels").forEach(panels::add));
    return panels;
  }

  @Test
  void thereIsOneForEachQuestion() throws IOException {
    assertThat(dashboards())
        .extracting(dashboard -> dashboard.get("uid").asText())
        .containsExactly(
            "everfill-capture",
            "everfill-field",
            "everfill-jvm",
            "everfill-overview",
            "everfill-sink");
  }

  @Test
  void everyPanelSaysWhatItShowsAndAsksTheChosenPrometheus() throws IOException {
    assertThat(panels())
        .allSatisfy(
            panel -> {
              assertThat(panel.get("title").asText()).isNotBlank();
              assertThat(panel.get("description").asText()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(panel.get("targets")).isNotEmpty();
              panel
                  .get("targets")
                  .forEach(
                      target -> assertThat(target.get("expr").asText()).contains("job=\"$job\""));
            });
  }

  @Test
  void panelsLieBesideEachOther() throws IOException {
    for (JsonNode dashboard : dashboards()) {
      Set<Integer> ids = new HashSet<>();
      Set<List<Integer>> taken = new HashSet<>();
      for (JsonNode panel : dashboard.get("panels")) {
        assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel.get("title")).isTrue();
        cells(panel.get("gridPos"))
            .forEach(cell -> assertThat(taken.add(cell)).as("%s", panel.get("title")).isTrue());
      }
    }
  }

  private static List<List<Integer>> cells(JsonNode at) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
      assertThat(x).isBetween(0, 23);
      for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
        cells.add(List.of(x, y));
      }
    }
    return cells;
  }

  @Test
  void panelsShowEveryMetricAndNoneThatThereIsNot() throws IOException {
    Set<String> there =
        Arrays.stream(Metric.values()).map(Metric::prometheusName).collect(Collectors.toSet());
    Set<String> shown = new TreeSet<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.get("targets")) {
        OURS.matcher(target.get("expr").asText())
            .results()
            .map(MatchResult::group)
            .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
            .forEach(shown::add);
      }
    }

    assertThat(shown).isEqualTo(new TreeSet<>(there));
  }

  @Test
  void provisioningNamesTheSourceAndTheFolder() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    Path folder = FOLDER.resolve("provisioning");
    JsonNode source = yaml.readTree(folder.resolve("datasources/everfill.yml").toFile());
    JsonNode provider = yaml.readTree(folder.resolve("dashboards/everfill.yml").toFile());

    assertThat(source.at("/datasources/0/type").asText()).isEqualTo("prometheus");
    assertThat(provider.at("/providers/0/options/path").asText()).startsWith("/");
  }
}
