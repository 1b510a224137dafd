package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everfill.base.error.ProblemsException;
import dev.everfill.ops.OpsSettings;
import dev.everfill.ops.RequestListener;
import dev.everfill.ops.Scrape;
import dev.everfill.ops.testing.FakeFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where it may listen. */
class BindingTest {
  private static final String TOKEN = "canary-1618033988";

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void othersAreNotLetInWithoutAToken(String host) {
    ProblemsException refused =
        catchThrowableOfType(ProblemsException.class, () -> at(host, 0, null, false));
    assertThat(refused.problems()).singleElement().asString().contains("ops.bind", "ops.token");
  }

  @Test
  void aTokenOpensEveryAddress() throws IOException {
    try (OpsServer open = at("0.0.0.0", 0, TOKEN, false)) {
      int port = open.start().getPort();
      InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      assertThat(Wire.send(there, Wire.request("GET /health/live", "", "Host: 127.0.0.1")).status())
          .isEqualTo(200);
      assertThat(Wire.send(there, Wire.request("GET /metrics", "", "Host: 127.0.0.1")).status())
          .isEqualTo(401);
    }
  }

  @Test
  void aPortThatIsTakenIsAProblemUnlessAnyWillDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      try (OpsServer stated = at("127.0.0.1", port, null, false)) {
        ProblemsException refused = catchThrowableOfType(ProblemsException.class, stated::start);
        assertThat(refused).hasMessageContaining("127.0.0.1:" + port);
      }
      try (OpsServer any = at("127.0.0.1", port, null, true)) {
        assertThat(any.start().getPort()).isNotEqualTo(port).isPositive();
      }
    }
  }

  @Test
  void settingsDoNotShowTheToken() {
    assertThat(settings("h", 1, TOKEN, false).toString()).doesNotContain(TOKEN).contains("***");
  }

  private static OpsServer at(String host, int port, String token, boolean anyPort) {
    FakeFeed feed = new FakeFeed(Shown.good());
    return new OpsServer(
        settings(host, port, token, anyPort),
        feed,
        new FakeCommands(),
        Scrape.NONE,
        RequestListener.NONE,
        InstantSource.system());
  }

  private static OpsSettings settings(String host, int port, String token, boolean anyPort) {
    return new OpsSettings(
        InetSocketAddress.createUnresolved(host, port), token, List.of(), anyPort);
  }
}
