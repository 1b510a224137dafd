package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A password that is easy to recognise appears in no log, no JSON, no process argument and no
 * topic. What is logged is JSON here, and says which field and partition it is about.
 */
class SecretsIT {
  private static final String CANARY = "canary-5d0c1f77-pw";

  @TempDir Path folder;

  @Test
  void thePasswordAppearsNowhere() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, kafka);
        Topics topics = new Topics(kafka, scenario.name)) {
      scenario.seed(50, 500);
      scenario.execute(
          "ALTER TABLE public.item ADD CONSTRAINT trusting CHECK (suspicious IS NOT TRUE) NOT VALID");
      String role = scenario.name + "_admin";
      scenario.execute("CREATE ROLE \"" + role + "\" SUPERUSER LOGIN PASSWORD '" + CANARY + "'");
      try {
        watch(scenario, topics, config(scenario, role));
      } finally {
        scenario.close();
        scenario.execute("REASSIGN OWNED BY \"" + role + "\" TO CURRENT_USER");
        scenario.execute("DROP OWNED BY \"" + role + "\"");
        scenario.execute("DROP ROLE \"" + role + "\"");
      }
    }
  }

  private Path config(Scenario scenario, String role) throws Exception {
    Path config = scenario.configure("data", "", Fields.ALL);
    String yaml = Files.readString(config);
    Files.writeString(config, yaml.replaceFirst("user: .*", "user: " + role));
    return config;
  }

  private void watch(Scenario scenario, Topics topics, Path config) throws Exception {
    Map<String, String> secret = Map.of(Scenario.PASSWORD_VARIABLE, CANARY);
    String path = config.toString();
    try (EverfillProcess run =
        EverfillProcess.start(folder, secret, "run", "-v", "-c", path, "--log-format", "json")) {
      scenario.awaitLive(run, Duration.ofMinutes(5));
      String arguments = Files.readString(Path.of("/proc/" + run.handle().pid() + "/cmdline"));
      assertThat(arguments).contains("everfill").doesNotContain(CANARY);
      for (String verb : new String[] {"status", "plan"}) {
        try (EverfillProcess other =
            EverfillProcess.start(folder, secret, verb, "-c", path, "--json")) {
          assertThat(other.exit(Duration.ofMinutes(1))).as(other::printed).isZero();
          assertThat(other.stdout()).isNotBlank();
        }
      }
      run.terminate();
      run.exit(Duration.ofSeconds(15));
      everyLineIsJson(run.stderr());
    }
    // A login that is refused is the moment when drivers like to print everything.
    String yaml = Files.readString(config);
    Path refused =
        Files.writeString(
            folder.resolve("refused.yaml"),
            yaml.replaceFirst("user: .*", "user: nobody_of_that_name"));
    try (EverfillProcess wrong =
        EverfillProcess.start(folder, secret, "run", "-v", "-c", refused.toString(), "--json")) {
      assertThat(wrong.exit(Duration.ofMinutes(1))).as(wrong::printed).isEqualTo(2);
    }
    nowhereInFiles();
    AtomicLong records = new AtomicLong();
    topics.read(
        "",
        record -> {
          records.incrementAndGet();
          assertThat(contains(record.key()) || contains(record.value()))
              .as(record.topic())
              .isFalse();
        });
    assertThat(records.get()).isPositive();
  }

  private static void everyLineIsJson(String log) throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : log.lines().toList()) {
      JsonNode event = json.readTree(line);
      assertThat(Instant.parse(event.path("timestamp").asText())).isAfter(Instant.EPOCH);
      assertThat(event.path("level").asText()).isIn("INFO", "WARN", "ERROR");
      for (String key : List.of("logger", "thread", "message")) {
        assertThat(event.path(key).asText()).as(key + " of " + line).isNotBlank();
      }
      lines.add(event);
    }
    assertThat(lines).as("what capture says").anyMatch(one -> is(one, "stage", "capture"));
    assertThat(lines)
        .as("the row that is refused")
        .anyMatch(
            one ->
                is(one, "stage", "write")
                    && is(one, "field", "item.suspicious")
                    && is(one, "level", "WARN")
                    && one.path("partition").asText().matches("[0-9]+"));
    assertThat(lines)
        .as("what people are told")
        .anyMatch(one -> one.path("message").asText().contains("parent.last_seen: live"));
  }

  private static boolean is(JsonNode event, String key, String value) {
    return event.path(key).asText().equals(value);
  }

  private void nowhereInFiles() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(contains(Files.readAllBytes(file))).as(file.toString()).isFalse();
      }
    }
  }

  private static boolean contains(byte[] bytes) {
    return bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(CANARY);
  }
}
