package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
  private static final String TOKEN = "canary-3141592653";
  private static final String PAUSE = "/api/v1/fields/" + Shown.LIVE + "/pause";
  private final RunningServer server = new RunningServer(TOKEN, "ops.example.org", "proxy:8443");

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/api/v1/status",
        "/api/v1/fields",
        "/api/v1/events",
        "/api/v1/quarantine",
        "/api/v1/connections",
        "/nothing",
        "/assets"
      })
  void asksForTheToken(String path) throws IOException {
    List<String> wrong =
        List.of(
            "X: y",
            "Authorization: Bearer x",
            "Authorization: Basic " + TOKEN,
            "Authorization: " + TOKEN,
            "Authorization: Bearer " + TOKEN + "x",
            "Authorization: Bearer");
    for (String header : wrong) {
      Wire.Answer answer =
          Wire.send(server.at, Wire.request("GET " + path, "", server.host(), header));
      assertThat(answer.status()).as(header).isEqualTo(401);
      assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer realm=\"everfill\"");
      assertThat(answer.all()).contains("unauthorized").doesNotContain(TOKEN);
    }
    assertThat(server.ask("HEAD " + path, "").status()).isNotEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/openapi.yaml", "/assets/chart.umd.min.js"})
  void asksForNoneWhereNothingIsTold(String path) throws IOException {
    assertThat(Wire.send(server.at, Wire.request("GET " + path, "", server.host())).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT,200", "localhost:PORT,200", "LOCALHOST:PORT,200", "[::1]:PORT,200",
    "ops.example.org,200", "ops.example.org:1,200", "proxy:8443,200", "proxy:8444,421",
    "evil.example:PORT,421", "localhost,421", "localhost:1,421", "127.0.0.2:PORT,421",
    "localhost.evil.example:PORT,421", "10.0.0.1:PORT,421"
  })
  void answersToItsOwnNamesOnly(String host, int status) throws IOException {
    String header = "Host: " + host.replace("PORT", String.valueOf(server.at.getPort()));
    for (String path : List.of("/health/live", "/openapi.yaml")) {
      assertThat(Wire.send(server.at, Wire.request("GET " + path, "", header)).status())
          .isEqualTo(status);
    }
  }

  @Test
  void aServerOnEveryAddressTakesAddressesAndStatedNamesOnly() throws IOException {
    InetSocketAddress every = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 8080);
    Hosts hosts = new Hosts(every, "0.0.0.0", List.of("everfill"));
    assertThat(List.of("10.1.2.3:8080", "10.1.2.3:9", "[fe80::1]:8080", "localhost", "everfill:1"))
        .allMatch(hosts::allows);
    assertThat(List.of("evil.example:8080", "", "a b", "1.2.3.4.evil.example", "x:99999", "[::1"))
        .noneMatch(hosts::allows);
    assertThat(hosts.allows(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://HOST,202",
    "Origin: https://HOST,202",
    "Sec-Fetch-Site: same-origin,202",
    "Sec-Fetch-Site: none,202",
    "Origin: null,403",
    "Origin: http://evil.example,403",
    "Origin: http://localhost:1,403",
    "Origin: http://HOST.evil.example,403",
    "Sec-Fetch-Site: cross-site,403",
    "Sec-Fetch-Site: same-site,403"
  })
  void takesCommandsFromItsOwnPagesOnly(String header, int status) throws IOException {
    int before = server.commands.calls().size();
    String sent = header.replace("HOST", "127.0.0.1:" + server.at.getPort());
    assertThat(server.ask("PUT " + PAUSE, "", sent).status()).isEqualTo(status);
    assertThat(server.commands.calls()).hasSize(before + (status == 202 ? 1 : 0));
  }

  @Test
  void mayBeLinkedToButNotBeReadByOthers() throws IOException {
    String cross = "Sec-Fetch-Site: cross-site";
    assertThat(server.ask("GET /openapi.yaml", "", cross, "Sec-Fetch-Mode: navigate").status())
        .isEqualTo(200);
    assertThat(server.ask("GET /api/v1/events", "", cross, "Sec-Fetch-Mode: cors").status())
        .isEqualTo(403);
    assertThat(server.ask("PUT " + PAUSE, "", cross, "Sec-Fetch-Mode: navigate").status())
        .isEqualTo(403);
  }
}
