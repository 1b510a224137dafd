package dev.everfill.e2e.deployment;

import static dev.everfill.e2e.deployment.DeploymentFiles.COMPOSE;
import static dev.everfill.e2e.deployment.DeploymentFiles.KUBERNETES;
import static dev.everfill.e2e.deployment.DeploymentFiles.ROOT;
import static dev.everfill.e2e.deployment.DeploymentFiles.SYSTEMD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every way to deploy. */
class DeploymentTest {
  private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:[^:]*\\d[^:]*");
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|token|secret|api_?key).*");

  /** A reference, a path, the name of a Secret, or a switch. */
  private static final Pattern HARMLESS =
      Pattern.compile("\\$\\{(file|env):[^}]+}|[./][^ ]*|true|false|null");

  @TempDir Path folder;

  @Test
  void everyFileIsYaml() throws IOException {
    List<Path> files = DeploymentFiles.yamlFiles();
    assertThat(files).hasSizeGreaterThan(8);
    for (Path file : files) {
      assertThat(DeploymentFiles.documents(file)).as(file.toString()).isNotEmpty();
    }
  }

  @Test
  void everyImageIsPinned() throws IOException {
    int[] images = {0};
    for (Path file : DeploymentFiles.yamlFiles()) {
      for (Object document : DeploymentFiles.documents(file)) {
        DeploymentFiles.scalars(
            document,
            (key, value) -> {
              if (key.equals("image")) {
                images[0]++;
                assertThat(value).as(file.toString()).matches(PINNED).doesNotContain("latest");
              }
            });
      }
    }
    assertThat(images[0]).isGreaterThanOrEqualTo(12);
    assertThat(PINNED.matcher("postgres").matches()).isFalse();
    assertThat(PINNED.matcher("postgres:latest").matches()).isFalse();
  }

  @Test
  void theImageHasTheVersionOfTheBuild() {
    String pom = DeploymentFiles.text(ROOT.resolve("pom.xml"));
    Object compose = DeploymentFiles.documents(COMPOSE.resolve("compose.yaml")).get(0);
    String image = String.valueOf(DeploymentFiles.at(compose, "services", "ops", "image"));
    String version = image.substring(image.indexOf(':') + 1);
    assertThat(pom)
        .containsPattern("<version>" + Pattern.quote(version) + "(-SNAPSHOT)?</version>");
  }

  @Test
  void noFileHoldsASecret() throws IOException {
    int[] seen = {0};
    for (Path file : DeploymentFiles.yamlFiles()) {
      for (Object document : DeploymentFiles.documents(file)) {
        DeploymentFiles.scalars(
            document,
            (key, value) -> {
              if (SECRET.matcher(key).matches() && !key.equals("secretName")) {
                seen[0]++;
                assertThat(value).as(file + " " + key).matches(HARMLESS);
              }
            });
      }
    }
    assertThat(seen[0]).isPositive();
    assertThat(DeploymentFiles.text(SYSTEMD.resolve("everfill.service")))
        .doesNotContainPattern("(?im)^Environment=.*(password|token)");
  }

  @Test
  void everyConfigurationIsRead() throws IOException {
    String compose = DeploymentFiles.text(COMPOSE.resolve("everfill.yaml"));
    List<String> mounted = List.of("everfill_db_password", "everfill_token");
    reached(DeploymentFiles.configuration(compose, folder, "/run/secrets", mounted), "0.0.0.0");
    Object map = DeploymentFiles.documents(KUBERNETES.resolve("configmap.yaml")).get(0);
    String kubernetes = String.valueOf(DeploymentFiles.at(map, "data", "everfill.yaml"));
    List<String> keys = List.of("db-password", "token");
    String path = "/run/secrets/everfill";
    reached(DeploymentFiles.configuration(kubernetes, folder, path, keys), "0.0.0.0");
    String service = DeploymentFiles.text(SYSTEMD.resolve("everfill.yaml"));
    path = "/run/credentials/everfill.service";
    reached(DeploymentFiles.configuration(service, folder, path, keys), "127.0.0.1");
  }

  private static void reached(PipelineConfig config, String host) {
    assertThat(config.source().password()).isEqualTo("sesame");
    assertThat(config.ops().token()).isEqualTo("sesame");
    assertThat(config.ops().bind().getHostString()).isEqualTo(host);
    assertThat(config.ops().bind().getPort()).isEqualTo(8080);
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/everfill"));
    assertThat(config.fields()).isNotEmpty();
  }

  /** That the check of command lines, which the other tests rely on, can fail. */
  @Test
  void aCommandLineThatIsWrongIsNoticed() {
    assertThat(DeploymentFiles.refused(List.of("run", "-c", "x.yaml"))).isEmpty();
    assertThat(DeploymentFiles.refused(List.of("rum", "-c", "x.yaml"))).contains("rum");
    assertThat(DeploymentFiles.refused(List.of("run", "--rolle", "ops"))).contains("--rolle");
    assertThat(DeploymentFiles.refused(List.of("run", "--role", "opps"))).contains("opps");
  }
}
