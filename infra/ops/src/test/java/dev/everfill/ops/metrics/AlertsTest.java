package dev.everfill.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.everfill.base.error.Reason;
import dev.everfill.base.metrics.Metric;
import dev.everfill.embedded.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in infra/prometheus. */
class AlertsTest {
  static final Path FOLDER = Path.of("../prometheus");
  private static final String RULES = "everfill.rules.yml";
  private static final String TESTS = "tests/everfill.test.yml";

  static List<JsonNode> rules() throws IOException {
    return new YAMLMapper()
        .readTree(FOLDER.resolve(RULES).toFile()).findValues("rules").stream()
            .flatMap(group -> Arrays.stream(elements(group)))
            .toList();
  }

  private static JsonNode[] elements(JsonNode list) {
    JsonNode[] all = new JsonNode[list.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = list.get(i);
    }
    return all;
  }

  private static List<JsonNode> alerts() throws IOException {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
    assertThat(alerts()).hasSizeGreaterThan(10);
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(alert.at("/labels/severity").asText())
                  .as("%s", alert.get("alert"))
                  .isIn("critical", "warning", "info");
              assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
              assertThat(alert.at("/annotations/runbook").asText()).hasSizeGreaterThan(40);
            });
  }

  @Test
  void everyAlertIsTestedAndListed() throws IOException {
    String tests = Files.readString(FOLDER.resolve(TESTS));
    String readme = Files.readString(FOLDER.resolve("README.md"));
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(tests).contains(alert.get("alert").asText());
              assertThat(readme).contains("`" + alert.get("alert").asText() + "`");
            });
  }

  @Test
  void theReadmeTellsOfEveryMetricAndReasonAndOfNoOther() throws IOException {
    List<String> listed =
        Files.readAllLines(FOLDER.resolve("README.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`", 3)[1])
            .toList();

    assertThat(listed)
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(Metric.values()).map(Metric::prometheusName),
                    Arrays.stream(Reason.values()).map(Reason::code))
                .toList());
  }

  @Test
  void promtoolAcceptsRulesAndConfiguration(@TempDir Path folder) throws IOException {
    Tool promtool = Tool.required("promtool");
    for (String file : List.of(RULES, "prometheus.yml")) {
      Files.copy(FOLDER.resolve(file), folder.resolve(file));
    }
    Files.writeString(folder.resolve("everfill.token"), "a token");

    assertThat(promtool.run(folder, "", "check", "config", "--lint-fatal", "prometheus.yml"))
        .contains("SUCCESS")
        .contains(rules().size() + " rules found");
  }

  @Test
  void everyAlertFiresWhenItShouldAndIsSilentBelow() {
    Tool promtool = Tool.required("promtool");

    assertThat(promtool.run(FOLDER, "", "test", "rules", TESTS)).contains("SUCCESS");
  }
}
