package dev.everfill.e2e.deployment;

import static dev.everfill.e2e.deployment.DeploymentFiles.SYSTEMD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit. */
class ServiceUnitTest {
  private final String unit = DeploymentFiles.text(SYSTEMD.resolve("everfill.service"));

  @TempDir Path folder;

  private List<String> values(String key) {
    return unit.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  @Test
  void itStartsACommandThatThereIs() throws Exception {
    List<String> words = List.of(values("ExecStart").get(0).split(" "));
    int main = words.indexOf("dev.everfill.launcher.Main");
    assertThat(Class.forName(words.get(main)).getMethod("main", String[].class)).isNotNull();
    List<String> arguments = words.subList(main + 1, words.size());
    assertThat(arguments).contains("/etc/everfill/everfill.yaml");
    assertThat(DeploymentFiles.refused(arguments)).isEmpty();
  }

  @Test
  void aRefusedConfigurationIsNotTriedForEver() {
    assertThat(values("Restart")).containsExactly("on-failure");
    assertThat(values("RestartPreventExitStatus").get(0).split(" ")).contains("2", "5");
    assertThat(values("StartLimitBurst")).hasSize(1);
  }

  @Test
  void itHasTheTimeToStop() {
    assertThat(values("KillSignal")).containsExactly("SIGTERM");
    assertThat(Integer.parseInt(values("TimeoutStopSec").get(0))).isGreaterThan(10);
  }

  @Test
  void itMayDoLittle() {
    assertThat(values("User")).containsExactly("everfill");
    assertThat(values("ProtectSystem")).containsExactly("strict");
    for (String key : List.of("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome")) {
      assertThat(values(key)).as(key).containsExactly("yes");
    }
    assertThat(values("CapabilityBoundingSet")).containsExactly("");
    // Java would not start: it compiles while it runs.
    assertThat(values("MemoryDenyWriteExecute")).isEmpty();
    assertThat(values("LoadCredential"))
        .containsExactly("db-password:/etc/everfill/db-password", "token:/etc/everfill/token");
  }

  /** With a Java that is there, since only the unit is in question. */
  @Test
  void systemdTakesIt() throws Exception {
    Tool analyze = Tool.required("systemd-analyze");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path file = folder.resolve("everfill.service");
    Files.writeString(file, unit.replace("/usr/bin/java", java));
    assertThat(verify(analyze, file)).isEmpty();
    Files.writeString(file, unit.replace("Restart=on-failure", "Restart=somtimes"));
    assertThat(verify(analyze, file)).as("that it can tell").contains("somtimes");
  }

  private static String verify(Tool analyze, Path file) throws Exception {
    Process process = analyze.with("verify", "--man=no", file.toString()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said.lines()
        .filter(line -> line.contains("everfill.service"))
        .reduce("", (one, other) -> one + other + "\n");
  }
}
