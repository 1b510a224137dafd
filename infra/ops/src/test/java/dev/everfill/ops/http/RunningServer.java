package dev.everfill.ops.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.ops.OpsSettings;
import dev.everfill.ops.testing.FakeFeed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server over a fake feed and fake commands, on a free port. */
final class RunningServer implements AutoCloseable {
  static final String METRICS = "# TYPE everfill_up gauge\neverfill_up 1\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  final FakeFeed feed = new FakeFeed(Shown.good());
  final FakeCommands commands = new FakeCommands();
  final List<String> heard = new CopyOnWriteArrayList<>();
  final InetSocketAddress at;
  private final OpsServer server;
  private final String token;

  RunningServer(String token, String... hosts) {
    this.token = token;
    OpsSettings settings =
        new OpsSettings(
            InetSocketAddress.createUnresolved("127.0.0.1", 0), token, List.of(hosts), false);
    this.server =
        new OpsServer(
            settings,
            feed,
            commands,
            () -> METRICS,
            (route, method, status, took) -> heard.add(method + " " + route + " " + status),
            InstantSource.fixed(Shown.NOW));
    this.at = server.start();
  }

  String host() {
    return "Host: 127.0.0.1:" + at.getPort();
  }

  /** With the right host and token. */
  Wire.Answer ask(String line, String body, String... headers) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(headers));
    all.add(host());
    if (token != null) {
      all.add("Authorization: Bearer " + token);
    }
    if (!body.isEmpty() && all.stream().noneMatch(header -> header.startsWith("Content-Type"))) {
      all.add("Content-Type: application/json");
    }
    return Wire.send(at, Wire.request(line, body, all.toArray(String[]::new)));
  }

  Wire.Answer get(String path) throws IOException {
    return ask("GET " + path, "");
  }

  static JsonNode json(Wire.Answer answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    server.close();
  }
}
