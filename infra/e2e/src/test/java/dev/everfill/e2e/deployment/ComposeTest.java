package dev.everfill.e2e.deployment;

import static dev.everfill.e2e.deployment.DeploymentFiles.COMPOSE;
import static dev.everfill.e2e.deployment.DeploymentFiles.at;
import static dev.everfill.e2e.deployment.DeploymentFiles.list;
import static dev.everfill.e2e.deployment.DeploymentFiles.map;
import static dev.everfill.e2e.deployment.DeploymentFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** compose.yaml, against the files, ports and commands that it names. */
class ComposeTest {
  private static final List<String> ROLES = List.of("capture", "compute", "write", "ops");

  private final Object compose = DeploymentFiles.documents(COMPOSE.resolve("compose.yaml")).get(0);
  private final Object config = DeploymentFiles.documents(COMPOSE.resolve("everfill.yaml")).get(0);
  private final Map<?, ?> services = map(compose, "services");

  @Test
  void everyServiceIsBoundedAndWatched() {
    assertThat(services).hasSizeGreaterThanOrEqualTo(8);
    services.forEach(
        (name, service) -> {
          String as = String.valueOf(name);
          Map<?, ?> limits = map(service, "deploy", "resources", "limits");
          assertThat(limits.get("cpus")).as(as).isNotNull();
          assertThat(limits.get("memory")).as(as).isNotNull();
          assertThat(texts(service, "healthcheck", "test")).as(as).startsWith("CMD");
          assertThat(at(service, "restart")).as(as).isNotNull();
        });
  }

  @Test
  void everyRoleRunsAsOneThatTheCommandKnows() {
    for (String role : ROLES) {
      Object service = services.get(role);
      List<String> command = texts(service, "command");
      assertThat(command).containsSubsequence("run", "--role", role);
      assertThat(DeploymentFiles.refused(command)).isEmpty();
      assertThat(command).contains(String.valueOf(at(service, "configs", 0, "target")));
      assertThat(String.valueOf(at(service, "user"))).as(role).matches("[1-9][0-9]*:[1-9][0-9]*");
      assertThat(at(service, "read_only")).as(role).isEqualTo(true);
      assertThat(texts(service, "cap_drop")).as(role).containsExactly("ALL");
      assertThat(texts(service, "tmpfs").toString()).as(role).contains("/tmp:exec");
      assertThat(String.valueOf(at(service, "stop_grace_period"))).as(role).isEqualTo("15s");
    }
  }

  @Test
  void everyHealthCheckAsksForWhatThereIs() throws IOException {
    for (String role : ROLES) {
      List<String> test = texts(services.get(role), "healthcheck", "test");
      assertThat(test.get(1)).isEqualTo("/opt/everfill/healthcheck");
      assertThat(DeploymentFiles.endpoints()).contains(test.get(2));
    }
  }

  @Test
  void everyFileIsThere() {
    List<String> files = new ArrayList<>();
    services.forEach(
        (name, service) -> {
          for (String volume : texts(service, "volumes")) {
            String source = volume.substring(0, volume.indexOf(':'));
            if (source.startsWith(".")) {
              files.add(source);
            } else {
              assertThat(map(compose, "volumes").keySet().contains(source)).as(volume).isTrue();
            }
          }
        });
    map(compose, "configs").values().forEach(one -> files.add(String.valueOf(at(one, "file"))));
    assertThat(files).hasSizeGreaterThan(8);
    for (String file : files) {
      assertThat(COMPOSE.resolve(file).normalize()).exists();
    }
    Path context = COMPOSE.resolve(String.valueOf(at(compose, "x-everfill", "build", "context")));
    String dockerfile = String.valueOf(at(compose, "x-everfill", "build", "dockerfile"));
    assertThat(context.resolve(dockerfile)).exists();
  }

  @Test
  void everySecretIsMadeAndMounted() {
    String script = DeploymentFiles.text(COMPOSE.resolve("secrets.sh"));
    map(compose, "secrets")
        .forEach(
            (name, secret) -> {
              assertThat(at(secret, "file")).isEqualTo("./secrets/" + name);
              assertThat(script).containsPattern("for name in [^;]*\\b" + name + "\\b");
            });
    services.forEach(
        (name, service) ->
            assertThat(map(compose, "secrets").keySet().containsAll(list(service, "secrets")))
                .as("secrets of " + name)
                .isTrue());
    for (String role : ROLES) {
      assertThat(texts(services.get(role), "secrets"))
          .containsExactly("everfill_db_password", "everfill_token");
    }
    String ignored = DeploymentFiles.text(DeploymentFiles.ROOT.resolve(".gitignore"));
    assertThat(ignored).contains("infra/compose/secrets/");
  }

  @Test
  void servicesAreCalledByNamesThatTheServerAnswersTo() {
    Object prometheus = DeploymentFiles.documents(COMPOSE.resolve("prometheus.yml")).get(0);
    List<String> hosts = texts(config, "ops", "hosts");
    List<String> targets = texts(prometheus, "scrape_configs", 0, "static_configs", 0, "targets");
    assertThat(targets)
        .containsExactlyInAnyOrderElementsOf(ROLES.stream().map(r -> r + ":8080").toList());
    assertThat(hosts).containsExactlyInAnyOrderElementsOf(ROLES);
    String token =
        String.valueOf(at(prometheus, "scrape_configs", 0, "authorization", "credentials_file"));
    assertThat(token).isEqualTo("/run/secrets/everfill_token");
    assertThat(texts(services.get("prometheus"), "secrets")).contains("everfill_token");
  }

  @Test
  void theServersAreOfTheVersionsThatAreTested() {
    String pom = DeploymentFiles.text(DeploymentFiles.ROOT.resolve("pom.xml"));
    String kafka = String.valueOf(at(services, "kafka", "image")).split(":")[1];
    assertThat(pom).contains("<kafka.version>" + kafka + "</kafka.version>");
    String postgres = String.valueOf(at(services, "postgres", "image")).split(":")[1];
    assertThat(pom).contains("<postgres-18.version>" + postgres + ".");
  }

  @Test
  void nothingListensBeyondThisMachine() {
    services.forEach(
        (name, service) ->
            texts(service, "ports")
                .forEach(port -> assertThat(port).as("of " + name).startsWith("127.0.0.1:")));
    assertThat(at(compose, "networks", "inside", "internal")).isEqualTo(true);
    assertThat(texts(services.get("postgres"), "networks")).containsExactly("inside");
  }

  @Test
  void theServersAreThoseOfTheConfiguration() {
    String url = String.valueOf(at(config, "source", "url"));
    assertThat(url).isEqualTo("jdbc:postgresql://postgres:5432/app");
    assertThat(at(services, "postgres", "environment", "POSTGRES_DB")).isEqualTo("app");
    assertThat(texts(services.get("postgres"), "command")).contains("wal_level=logical");
    assertThat(at(config, "kafka", "bootstrap-servers")).isEqualTo("kafka:9092");
    assertThat(String.valueOf(at(services, "kafka", "environment", "KAFKA_ADVERTISED_LISTENERS")))
        .isEqualTo("PLAINTEXT://kafka:9092");
    assertThat(Files.isExecutable(COMPOSE.resolve("secrets.sh"))).isTrue();
  }
}
