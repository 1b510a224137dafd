package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process for each role, all started at once on an empty database, as containers are. */
class RolesIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void fourProcessesDoWhatOneDoes() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, kafka)) {
      scenario.seed(100, 2_000);
      Map<String, EverfillProcess> roles = new LinkedHashMap<>();
      for (String role : List.of("capture", "compute", "write", "ops")) {
        Path config = scenario.configure(role, "", List.of(Fields.LAST_SEEN, Fields.SUMMARY));
        roles.put(role, scenario.run("run", "--role", role, "-c", config.toString()));
      }
      scenario.awaitLive(roles.get("write"), LIMIT);
      scenario.execute("UPDATE public.child SET seen_at = now() WHERE id % 7 = 0");
      scenario.awaitEverythingWritten(roles.get("write"), LIMIT);
      scenario.assertEqualsOracle(List.of(Fields.LAST_SEEN, Fields.SUMMARY), "roles");
      assertThat(scenario.number("SELECT count(*) FROM \"" + scenario.name + "\".instance"))
          .isEqualTo(4);
      roles.forEach((role, process) -> assertThat(process.isAlive()).as(role).isTrue());
      roles.values().forEach(EverfillProcess::terminate);
      for (EverfillProcess process : roles.values()) {
        assertThat(process.exit(Duration.ofSeconds(11))).as(process::printed).isZero();
      }
    }
  }

  @Test
  void aRoleNeedsAKafkaThatTheOthersReach() throws Exception {
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, null)) {
      Path config = scenario.configure("alone", "", List.of(Fields.LAST_SEEN));
      EverfillProcess process = scenario.run("run", "--role", "ops", "-c", config.toString());
      assertThat(process.exit(Duration.ofMinutes(1))).isEqualTo(2);
      assertThat(process.stderr()).contains("kafka", "bootstrap-servers");
    }
  }
}
