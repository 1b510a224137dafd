package dev.everfill.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.everfill.embedded.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real Prometheus that scrapes one address every half second, by the rules of infra/prometheus.
 */
final class Prometheus implements AutoCloseable {
  private static final Path RULES = Path.of("../prometheus/everfill.rules.yml");
  private static final String CONFIGURATION =
      """
      global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 1s}
      rule_files: [everfill.rules.yml]
      scrape_configs:
        - {job_name: everfill, static_configs: [{targets: ['%s']}]}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final Path log;
  private final Process process;

  private Prometheus(Tool program, Path folder, String target) throws IOException {
    Files.copy(RULES, folder.resolve("everfill.rules.yml"));
    Files.writeString(folder.resolve("prometheus.yml"), CONFIGURATION.formatted(target));
    String listen = "127.0.0.1:" + freePort();
    address = URI.create("http://" + listen + "/api/v1/");
    log = folder.resolve("prometheus.log");
    process =
        program
            .with(
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=" + listen,
                "--log.level=warn")
            .directory(folder.toFile())
            .redirectOutput(log.toFile())
            .start();
  }

  /**
   * Starts it in an empty folder.
   *
   * @param target host and port of what it scrapes
   */
  static Prometheus start(Tool program, Path folder, String target) throws IOException {
    return new Prometheus(program, Files.createDirectories(folder), target);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** How many series an expression gives now; 0 also while Prometheus is not up yet. */
  int results(String expression) {
    return query(expression).size();
  }

  /**
   * What an expression gives now, as Prometheus says it.
   *
   * @throws AssertionError if Prometheus cannot understand it
   */
  JsonNode query(String expression) {
    String query = "query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(query)).timeout(Duration.ofSeconds(10)).build();
    try {
      JsonNode answer =
          new JsonMapper()
              .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.path("status").asText().equals("success")) {
        throw new AssertionError(expression + ": " + answer);
      }
      return answer.at("/data/result");
    } catch (IOException notYet) {
      if (!process.isAlive()) {
        throw new AssertionError("Prometheus has ended: " + log(), notYet);
      }
      return new JsonMapper().createArrayNode();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
