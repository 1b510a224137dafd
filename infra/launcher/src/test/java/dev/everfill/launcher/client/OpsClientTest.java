package dev.everfill.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.everfill.base.config.ConfigReader;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.ops.OpsSettings;
import dev.everfill.ops.http.OpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands ask over HTTP: of a real operations server, and of what is none. */
class OpsClientTest {
  private static final OpsRequest PAUSE =
      OpsRequest.of(FakePipeline.FIELD, "pause", field -> field.path("paused").asBoolean());

  @TempDir Path folder;

  private final FakePipeline pipeline = new FakePipeline();
  private OpsServer server;
  private int port;

  @BeforeEach
  void serve() throws IOException {
    OpsSettings settings =
        new OpsSettings(
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            "sesame",
            List.of(),
            false,
            config("shop", 1, "sesame").identity());
    server =
        new OpsServer(
            settings,
            pipeline,
            pipeline,
            () -> "",
            (route, method, status, took) -> {},
            InstantSource.system());
    port = server.start().getPort();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private PipelineConfig config(String name, int at, String token) throws IOException {
    String yaml =
        """
        name: %s
        source: {url: 'jdbc:postgresql://localhost/app', user: u, password: '${env:PW}'}
        ops: {bind: '127.0.0.1:%d', token: %s}
        fields: [{target: items, select: SELECT 1}]
        """;
    Path file = Files.createTempFile(folder, "everfill", ".yaml");
    Files.writeString(file, yaml.formatted(name, at, token));
    return ConfigReader.read(file, Map.of("PW", "secret"));
  }

  private OpsClient client() throws IOException {
    return new OpsClient(config("shop", port, "sesame"));
  }

  @Test
  void itWaitsUntilWhatWasAskedHasBeenDone() throws Exception {
    OpsClient.Reply reply = client().send(PAUSE, "ann@desk");
    assertThat(reply.done()).as(reply.how()).isTrue();
    assertThat(reply.how()).contains("127.0.0.1:" + port);
    assertThat(pipeline.asked).containsExactly("pause items.colour by api:ann@desk");
    assertThat(pipeline.latest().fields().get(0).paused()).isTrue();
  }

  @Test
  void aPaceAndARetryAreCarriedWhole() throws Exception {
    OpsRequest pace =
        OpsRequest.pace(
            FakePipeline.FIELD,
            500L,
            "5ms",
            field -> field.at("/pace/rowsPerSecond").asLong() == 500);
    assertThat(client().send(pace, "ann").done()).isTrue();
    OpsRequest configured = OpsRequest.pace(FakePipeline.FIELD, null, null, field -> true);
    assertThat(client().send(configured, "ann").done()).isTrue();
    assertThat(client().send(OpsRequest.retry(7), "ann").done()).isTrue();
    assertThat(pipeline.asked)
        .containsExactly(
            "pace items.colour OptionalLong[500] Optional[PT0.005S] by api:ann",
            "pace items.colour OptionalLong.empty Optional.empty by api:ann",
            "retry 7 by api:ann");
  }

  @Test
  void whatIsTakenAndNotDoneIsToldApart() throws Exception {
    pipeline.idle = true;
    OpsClient.Reply reply = client().send(PAUSE, "ann");
    assertThat(reply.done()).isFalse();
    assertThat(reply.how()).contains("not carried it out yet");
  }

  @Test
  void whyItIsNotTakenIsTold() throws Exception {
    assertThat(client().send(OpsRequest.of("items.color", "pause", any -> true), "ann").how())
        .contains("404", "Did you mean items.colour?");
    OpsClient stranger = new OpsClient(config("shop", port, "guessed"));
    assertThat(stranger.send(PAUSE, "ann").how()).contains("401").doesNotContain("guessed");
    assertThat(client().send(PAUSE, "Ännchen").how()).contains("header");
    pipeline.refusing = true;
    OpsClient.Reply refused = client().send(PAUSE, "ann");
    assertThat(refused.done()).isFalse();
    assertThat(refused.how()).contains("503", "PostgreSQL cannot be reached");
    assertThat(pipeline.asked).isEmpty();
  }

  @Test
  void anotherPipelineIsNotAsked() throws Exception {
    OpsClient.Reply reply = new OpsClient(config("shop2", port, "sesame")).send(PAUSE, "ann");
    assertThat(reply.done()).isFalse();
    assertThat(reply.how()).contains("does not run this pipeline");
    assertThat(pipeline.asked).isEmpty();
  }

  @Test
  void aStrangerOnThePortDoesNotGetTheToken() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          heard.add(
              exchange.getRequestMethod() + exchange.getRequestHeaders().get("Authorization"));
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    stranger.start();
    try {
      PipelineConfig config = config("shop", stranger.getAddress().getPort(), "sesame");
      assertThat(new OpsClient(config).send(PAUSE, "ann").done()).isFalse();
    } finally {
      stranger.stop(0);
    }
    assertThat(heard).containsExactly("GETnull");
  }

  @Test
  void whereNobodyListensNobodyWaits() throws Exception {
    server.close();
    OpsClient.Reply reply = client().send(PAUSE, "ann");
    assertThat(reply.done()).isFalse();
    assertThat(reply.how()).contains("nothing answers at http://127.0.0.1:" + port);
  }
}
