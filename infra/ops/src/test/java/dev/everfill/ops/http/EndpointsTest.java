package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint and every problem, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointsTest {
  private static final String FIELD = "/api/v1/fields/" + Shown.LIVE;
  private static final String ODD = "/api/v1/fields/t.%22a%2Fb%20%25%C3%A9%22";
  private final RunningServer server = new RunningServer(null);

  @BeforeEach
  void works() {
    server.feed.show(Shown.good());
  }

  @AfterAll
  void close() {
    server.close();
    assertThat(server.feed.listeners()).isZero();
  }

  @Test
  void showsTheWholeStatus() throws IOException {
    Wire.Answer answer = server.get("/api/v1/status");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .doesNotContainKey("server");
    assertThat(answer.headers().get("content-security-policy"))
        .startsWith("default-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    JsonNode json = RunningServer.json(answer);
    assertThat(json.path("at").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(json.path("fields").path(0).path("stages").path("write").path("lag").asInt())
        .isEqualTo(3);
    assertThat(json.has("trouble")).isTrue();
    assertThat(json.path("trouble").isNull()).isTrue();
  }

  @Test
  void showsFieldsConnectionsQuarantineAndMetrics() throws IOException {
    assertThat(RunningServer.json(server.get("/api/v1/fields")).path("fields")).hasSize(2);
    assertThat(RunningServer.json(server.get(FIELD)).path("state").asText()).isEqualTo("live");
    assertThat(RunningServer.json(server.get(ODD)).path("name").asText()).isEqualTo(Shown.ODD);
    assertThat(server.get("/api/v1/connections").body())
        .isEqualTo("{\"reserved\":3,\"cap\":15,\"nearCap\":false}");
    assertThat(RunningServer.json(server.get("/api/v1/quarantine")).path("quarantine").path(0))
        .hasToString(
            "{\"id\":41,\"field\":\"public.skills.is_suspicious\",\"at\":\"2026-01-02T03:04:05Z\","
                + "\"key\":\"{\\\"id\\\":1}\",\"sqlState\":\"22003\",\"message\":\"out of range\","
                + "\"source\":\"topic 0 12\",\"attempts\":2,\"retryRequested\":false}");
    String ofOther = "/api/v1/quarantine?field=t.%22a%2Fb%20%25%C3%A9%22";
    assertThat(server.get(ofOther).body()).isEqualTo("{\"quarantine\":[]}");
    Wire.Answer metrics = server.get("/metrics");
    assertThat(metrics.body()).isEqualTo(RunningServer.METRICS);
    assertThat(metrics.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/skills", "/public.skills.is_suspiciuos"})
  void knowsNoOtherField(String name) throws IOException {
    if (name.length() > 1) {
      Wire.problem(server.get("/api/v1/fields" + name), 404, "unknown_field");
      Wire.problem(server.ask("PUT /api/v1/fields" + name + "/pause", ""), 404, "unknown_field");
      Wire.problem(
          server.get("/api/v1/quarantine?field=" + name.substring(1)), 404, "unknown_field");
    } else {
      assertThat(server.get("/api/v1/fields" + name).status()).isEqualTo(200);
    }
  }

  @Test
  void asksWhichFieldWasMeant() throws IOException {
    assertThat(server.get("/api/v1/fields/public.skills.is_suspiciuos").body())
        .contains("Did you mean public.skills.is_suspicious?");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/nothing,404,not_found",
    "GET,/assets/../openapi.yaml,404,not_found",
    "GET,/assets/nothing.js,404,not_found",
    "GET,/assets/a.exe,404,not_found",
    "POST,/api/v1/fields/x/replay,404,not_found",
    "POST,/api/v1/quarantine/42/retry,404,unknown_quarantine",
    "POST,/api/v1/quarantine/-1/retry,404,unknown_quarantine",
    "POST,/api/v1/quarantine/99999999999999999999/retry,404,unknown_quarantine",
    "POST,/api/v1/fields,405,method_not_allowed",
    "GET,/api/v1/fields/x/pause,405,method_not_allowed",
    "POST,/api/v1/fields/x/pause,405,method_not_allowed",
    "OPTIONS,/api/v1/fields,405,method_not_allowed",
    "TRACE,/health/live,405,method_not_allowed",
    "BREW,/health/live,405,method_not_allowed",
    "DELETE,/,405,method_not_allowed",
    "GET,/api/v1/events?after=x,400,malformed_request",
  })
  void namesWhatIsWrong(String method, String path, int status, String reason) throws IOException {
    Wire.Answer answer = server.ask(method + " " + path, "");
    Wire.problem(answer, status, reason);
    if (status == 405) {
      assertThat(answer.headers().get("allow")).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/live",
        "/metrics",
        "/api/v1/status",
        "/api/v1/fields",
        "/api/v1/events",
        "/openapi.yaml",
        "/assets/chart.umd.min.js"
      })
  void answersHeadWithoutABody(String path) throws IOException {
    Wire.Answer answer = server.ask("HEAD " + path, "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void servesChartJsAndItsDescription() throws IOException {
    Wire.Answer chart = server.get("/assets/chart.umd.min.js");
    assertThat(chart.headers().get("content-type")).matches("text/javascript; ?charset=utf-8");
    assertThat(chart.body()).contains("Chart.js v4");
    assertThat(server.get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
  }

  @Test
  void servesTheDashboardAndEverythingItNames() throws IOException {
    Wire.Answer page = server.get("/");
    assertThat(page.headers().get("content-type")).matches("text/html; ?charset=utf-8");
    List<String> named =
        Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(one -> one.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(3).contains("assets/chart.umd.min.js");
    for (String asset : named) {
      assertThat(server.get("/" + asset).status()).as(asset).isEqualTo(200);
    }
    assertThat(server.get("/favicon.ico").headers()).containsEntry("content-type", "image/svg+xml");
  }

  @Test
  void tellsTheListenerRoutesNeverPaths() throws IOException {
    server.heard.clear();
    server.get(FIELD);
    server.get("/secret/path");
    server.ask("BREW /health/live", "");
    assertThat(server.heard)
        .containsExactly("GET /api/v1/fields/{name} 200", "GET none 404", "OTHER none 405");
  }
}
