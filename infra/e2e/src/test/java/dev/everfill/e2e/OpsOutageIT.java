package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.PostgresServer.StopMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While PostgreSQL is away the operations server answers at once, and tells the truth. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class OpsOutageIT {
  private static final int ROUNDS = 30;

  /** A connection is waited for longer: whoever waited for the server would be late. */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  private static final Map<String, Integer> WITHOUT_POSTGRES =
      new TreeMap<>(
          Map.of(
              "health/live", 200,
              "health/started", 200,
              "health/ready", 503,
              "metrics", 200,
              "api/v1/fields", 200,
              "api/v1/fields/copy.version", 200,
              "api/v1/status", 200,
              "api/v1/quarantine", 200,
              "api/v1/connections", 200,
              "", 200));

  private final HttpClient client = HttpClient.newHttpClient();
  private String root;

  @Test
  void answersAtOnceTellsTheTruthAndRecovers() throws Exception {
    try (Stand stand = new Stand("ops", 200)) {
      stand.configure("");
      stand.run();
      stand.awaitLive();
      root = stand.process.stderr().replaceFirst("(?s).*the dashboard: (\\S+).*", "$1");
      stand.await("it to be ready", () -> status("health/ready") == 200);

      stand.server.stop(StopMode.FAST);
      stand.await("it to notice", () -> status("health/ready") == 503);
      assertThat(reasons()).containsOnly("server_unreachable");
      answersAtOnce();
      assertThat(put("pause").statusCode()).isEqualTo(503);
      assertThat(put("pause").body()).contains("server_unreachable");

      stand.server.restart();
      stand.await("it to be ready again", () -> status("health/ready") == 200);
      assertThat(put("pause").statusCode()).isEqualTo(202);
      stand.await("the pause", () -> state().equals("paused"));
      assertThat(put("resume").statusCode()).isEqualTo(202);
      stand.await("its end", () -> state().equals("live"));
      stand.assertHealed("after an outage that was watched");
    }
  }

  private void answersAtOnce() {
    List<Long> took = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      WITHOUT_POSTGRES.forEach(
          (path, expected) -> {
            long begin = System.nanoTime();
            assertThat(status(path)).as("/" + path).isEqualTo(expected);
            took.add(System.nanoTime() - begin);
          });
    }
    took.sort(null);
    System.out.printf(
        "without PostgreSQL %d answers took %.1f ms (p50), %.1f ms (p99), %.1f ms at most%n",
        took.size(),
        took.get(took.size() / 2) / 1e6,
        took.get(took.size() * 99 / 100) / 1e6,
        took.get(took.size() - 1) / 1e6);
    assertThat(took.get(took.size() / 2)).as("half of the answers, ns").isLessThan(100_000_000);
  }

  private List<String> reasons() throws IOException {
    List<String> reasons = new ArrayList<>();
    get("health/ready").at("/reasons").forEach(one -> reasons.add(one.at("/reason").asText()));
    return reasons;
  }

  private String state() {
    try {
      return get("api/v1/fields/copy.version").at("/state").asText();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private JsonNode get(String path) throws IOException {
    return new ObjectMapper().readTree(send(request(path).build()).body());
  }

  private int status(String path) {
    return send(request(path).build()).statusCode();
  }

  private HttpResponse<String> put(String verb) {
    return send(
        request("api/v1/fields/copy.version/" + verb)
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(AT_ONCE);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new AssertionError(request + " was not answered", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }
}
