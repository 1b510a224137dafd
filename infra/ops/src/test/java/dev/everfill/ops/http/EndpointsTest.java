package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.everfill.ops.Commands;
import java.io.IOException;
import java.util.List;
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
    server.commands.failWith(null);
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
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|pause||pause %s by api",
        "PUT|pause|{}|pause %s by api",
        "PUT|resume||resume %s by api",
        "PUT|pace|{\"rowsPerSecond\":500}|pace %s OptionalLong[500] Optional.empty by api",
        "PUT|pace|{\"rowsPerSecond\":\"unlimited\",\"maxHold\":\"20ms\"}"
            + "|pace %s OptionalLong[0] Optional[PT0.02S] by api",
        "PUT|pace|{\"rowsPerSecond\":null}|pace %s OptionalLong.empty Optional.empty by api",
        "POST|verify||verify %s false OptionalInt.empty by api",
        "POST|verify|{\"repair\":true,\"sample\":9}|verify %s true OptionalInt[9] by api",
        "POST|resync||resync %s by api"
      })
  void takesCommands(String method, String command, String body, String call) throws IOException {
    String sent = body == null ? "" : body;
    int before = server.commands.calls().size();
    for (String path : List.of(FIELD, ODD)) {
      Wire.Answer answer = server.ask(method + " " + path + "/" + command, sent);
      assertThat(answer.status()).as(answer.all()).isEqualTo(202);
      assertThat(RunningServer.json(answer).path("accepted").asText()).isEqualTo(command);
    }
    assertThat(server.commands.calls().subList(before, before + 2))
        .containsExactly(call.formatted(Shown.LIVE), call.formatted(Shown.ODD));
  }

  @Test
  void retriesARefusedRow() throws IOException {
    Wire.Answer answer =
        server.ask("POST /api/v1/quarantine/41/retry", "", "X-Everfill-Actor: ann <a@b.c>\t\"x\"");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo("{\"accepted\":\"retry\",\"quarantine\":41,\"actor\":\"api:ann_a@b.c_x_\"}");
    assertThat(server.commands.calls()).contains("retry 41 by api:ann_a@b.c_x_");
    Wire.Answer bounded =
        server.ask("PUT " + FIELD + "/pause", "", "X-Everfill-Actor: " + "x".repeat(500));
    assertThat(RunningServer.json(bounded).path("actor").asText())
        .isEqualTo("api:" + "x".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/skills", "/public.skills.is_suspiciuos"})
  void knowsNoOtherField(String name) throws IOException {
    if (name.length() > 1) {
      problem(server.get("/api/v1/fields" + name), 404, "unknown_field");
      problem(server.ask("PUT /api/v1/fields" + name + "/pause", ""), 404, "unknown_field");
      problem(server.get("/api/v1/quarantine?field=" + name.substring(1)), 404, "unknown_field");
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
    problem(answer, status, reason);
    if (status == 405) {
      assertThat(answer.headers().get("allow")).isNotBlank();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pace|{}|400",
        "pace|[]|400",
        "pace|{|400",
        "pace|{} {}|400",
        "pace|nul|400",
        "pace|{\"rowsPerSecond\":0}|400",
        "pace|{\"rowsPerSecond\":-1}|400",
        "pace|{\"rowsPerSecond\":1.5}|400",
        "pace|{\"rowsPerSecond\":1e99}|400",
        "pace|{\"rowsPerSecond\":1000000000}|400",
        "pace|{\"rowsPerSecond\":\"many\"}|400",
        "pace|{\"rowsPerSecond\":1,\"rowsPerSecond\":2}|400",
        "pace|{\"rowsPerSecond\":1,\"extra\":2}|400",
        "pace|{\"maxHold\":20}|400",
        "pace|{\"maxHold\":\"0ms\"}|400",
        "pace|{\"maxHold\":\"soon\"}|400",
        "pause|{\"for\":1}|400",
      })
  void refusesBodies(String command, String body, int status) throws IOException {
    int before = server.commands.calls().size();
    problem(server.ask("PUT " + FIELD + "/" + command, body), status, "malformed_request");
    problem(
        server.ask("PUT " + FIELD + "/" + command, body, "Content-Type: text/plain"),
        415,
        "unsupported_media_type");
    assertThat(server.commands.calls()).hasSize(before);
  }

  @Test
  void refusesLargeBodies() throws IOException {
    String large = "{\"maxHold\":\"" + "x".repeat(70_000) + "\"}";
    problem(server.ask("PUT " + FIELD + "/pace", large), 413, "body_too_large");
    String chunks = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
    Wire.Answer chunked =
        Wire.send(
            server.at,
            "PUT "
                + FIELD
                + "/pace HTTP/1.1\r\n"
                + server.host()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks);
    problem(chunked, 413, "body_too_large");
  }

  @Test
  void saysWhyACommandIsNotTaken() throws IOException {
    server.commands.failWith(new Commands.Refused("server_unreachable", "try later"));
    Wire.Answer refused = server.ask("PUT " + FIELD + "/pause", "");
    problem(refused, 503, "server_unreachable");
    assertThat(refused.headers()).containsKey("retry-after");
    server.commands.failWith(new IllegalStateException("secret inside"));
    Wire.Answer failed = server.ask("PUT " + FIELD + "/pause", "");
    problem(failed, 500, "internal");
    assertThat(failed.all()).doesNotContain("secret inside", "IllegalState", "at dev.everfill");
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
    assertThat(chart.headers()).containsEntry("content-type", "text/javascript; charset=utf-8");
    assertThat(chart.body()).contains("Chart.js v4");
    assertThat(server.get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
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

  private static void problem(Wire.Answer answer, int status, String reason) throws IOException {
    assertThat(answer.status()).as(answer.all()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    JsonNode json = RunningServer.json(answer);
    assertThat(json.path("status").asInt()).isEqualTo(status);
    assertThat(json.path("reason").asText()).isEqualTo(reason);
    assertThat(json.path("type").asText()).endsWith("/" + reason);
    assertThat(json.path("title").asText()).isNotBlank();
    assertThat(json.path("detail").asText()).isNotBlank();
  }
}
