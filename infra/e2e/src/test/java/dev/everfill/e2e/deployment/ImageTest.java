package dev.everfill.e2e.deployment;

import static dev.everfill.e2e.deployment.DeploymentFiles.COMPOSE;
import static dev.everfill.e2e.deployment.DeploymentFiles.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The Dockerfile and what it copies, as far as it can be tried without building it. */
class ImageTest {
  private record Instruction(String name, String text) {}

  private final List<Instruction> instructions = instructions();

  private static List<Instruction> instructions() {
    String joined = DeploymentFiles.text(COMPOSE.resolve("Dockerfile")).replace("\\\n", " ");
    return joined
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\s+", 2))
        .map(parts -> new Instruction(parts[0], parts[1]))
        .toList();
  }

  private List<String> all(String name) {
    return instructions.stream().filter(i -> i.name().equals(name)).map(Instruction::text).toList();
  }

  private String only(String name) {
    assertThat(all(name)).as(name).hasSize(1);
    return all(name).get(0);
  }

  private List<String> words(String name) throws IOException {
    String text = only(name);
    String array = text.substring(text.indexOf('['));
    return List.of(new ObjectMapper().readValue(array, String[].class));
  }

  @Test
  void itIsBuiltInStagesFromPinnedImages() {
    List<String> stages = all("FROM");
    assertThat(stages).hasSize(2);
    assertThat(stages.get(0)).matches("maven:\\d\\S*-17 AS build");
    assertThat(stages.get(1)).matches("eclipse-temurin:17\\.\\S*-jre-\\S+");
    String pom = DeploymentFiles.text(ROOT.resolve("pom.xml"));
    assertThat(all("RUN").get(0)).contains("-Pquick -pl infra/launcher -am package");
    assertThat(pom).contains("<id>quick</id>", "<module>infra/launcher</module>");
  }

  @Test
  void itRunsAsNobodyInParticular() {
    assertThat(only("USER")).matches("[1-9]\\d*:[1-9]\\d*");
    int user = instructions.indexOf(new Instruction("USER", only("USER")));
    assertThat(instructions.subList(user, instructions.size()))
        .extracting(Instruction::name)
        .doesNotContain("RUN", "COPY", "ADD");
    assertThat(all("ADD")).isEmpty();
  }

  @Test
  void javaGetsTheSignals() throws Exception {
    List<String> entry = words("ENTRYPOINT");
    assertThat(entry.get(0)).isEqualTo("java");
    assertThat(Class.forName(entry.get(entry.size() - 1)).getMethod("main", String[].class))
        .isNotNull();
    assertThat(only("STOPSIGNAL")).isEqualTo("SIGTERM");
    assertThat(DeploymentFiles.refused(words("CMD"))).isEmpty();
  }

  @Test
  void everythingThatIsCopiedOrStartedIsThere() throws IOException {
    List<String> there = new ArrayList<>();
    for (String copy : all("COPY")) {
      List<String> words = new ArrayList<>(List.of(copy.split("\\s+")));
      words.removeIf(word -> word.startsWith("--chmod"));
      boolean built = words.removeIf(word -> word.equals("--from=build"));
      there.add(words.get(1));
      if (!built) {
        assertThat(ROOT.resolve(words.get(0))).exists();
      }
    }
    List<String> entry = words("ENTRYPOINT");
    assertThat(there)
        .contains(
            entry.get(1).substring(1), "/opt/everfill/lib", "/opt/everfill/everfill-launcher.jar")
        .contains(words("HEALTHCHECK").get(0));
    assertThat(entry.get(3)).isEqualTo("/opt/everfill/everfill-launcher.jar:/opt/everfill/lib/*");
    assertThat(DeploymentFiles.endpoints()).contains(words("HEALTHCHECK").get(1));
    assertThat(only("EXPOSE")).isEqualTo("8080");
  }

  @Test
  void javaTakesTheOptions() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThat(exit(java, "@" + COMPOSE.resolve("jvm.options"), "-version")).isZero();
  }

  @Test
  void theHealthCheckTellsWellFromIll() throws Exception {
    String script = COMPOSE.resolve("healthcheck").toString();
    assertThat(Files.isExecutable(Path.of(script))).isTrue();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String port = String.valueOf(server.getAddress().getPort());
    server.createContext("/health/live", exchange -> answer(exchange, 200));
    server.createContext("/health/ready", exchange -> answer(exchange, 503));
    server.start();
    try {
      assertThat(exit(script, "/health/live", port)).isZero();
      assertThat(exit(script, "/health/ready", port)).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    assertThat(exit(script, "/health/live", port)).as("nobody listens").isEqualTo(1);
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status)
      throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static int exit(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(List.of(command).toString()).isTrue();
    return process.exitValue();
  }
}
