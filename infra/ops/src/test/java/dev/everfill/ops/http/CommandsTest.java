package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.ops.Commands;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of fields, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  private static final String FIELD = "/api/v1/fields/" + Shown.LIVE;
  private static final String ODD = "/api/v1/fields/t.%22a%2Fb%20%25%C3%A9%22";
  private final RunningServer server = new RunningServer(null);

  @BeforeEach
  void works() {
    server.commands.failWith(null);
  }

  @AfterAll
  void close() {
    server.close();
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
    Wire.problem(server.ask("PUT " + FIELD + "/" + command, body), status, "malformed_request");
    Wire.problem(
        server.ask("PUT " + FIELD + "/" + command, body, "Content-Type: text/plain"),
        415,
        "unsupported_media_type");
    assertThat(server.commands.calls()).hasSize(before);
  }

  @Test
  void refusesLargeBodies() throws IOException {
    String large = "{\"maxHold\":\"" + "x".repeat(70_000) + "\"}";
    Wire.problem(server.ask("PUT " + FIELD + "/pace", large), 413, "body_too_large");
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
    Wire.problem(chunked, 413, "body_too_large");
  }

  @Test
  void saysWhyACommandIsNotTaken() throws IOException {
    server.commands.failWith(new Commands.Refused("server_unreachable", "try later"));
    Wire.Answer refused = server.ask("PUT " + FIELD + "/pause", "");
    Wire.problem(refused, 503, "server_unreachable");
    assertThat(refused.headers()).containsKey("retry-after");
    server.commands.failWith(new IllegalStateException("secret inside"));
    Wire.Answer failed = server.ask("PUT " + FIELD + "/pause", "");
    Wire.problem(failed, 500, "internal");
    assertThat(failed.all()).doesNotContain("secret inside", "IllegalState", "at dev.everfill");
  }
}
