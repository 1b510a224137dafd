package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What live, ready and started say, over the whole truth table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthTest {
  private static final FieldView GOOD = Shown.field("t.a", "live", true, null);
  private static final Snapshot.Trouble TROUBLE =
      new Snapshot.Trouble("server_unreachable", "PostgreSQL is away", Shown.NOW);
  private final RunningServer server = new RunningServer("token");

  @AfterAll
  void close() {
    server.close();
  }

  static List<Arguments> states() {
    return List.of(
        state(Shown.good()),
        state(Shown.with(true, null, null, GOOD)),
        state(Shown.with(true, null, Shown.SLOT, Shown.field("t.a", "paused", true, null))),
        state(Shown.with(false, null, Shown.SLOT, GOOD), "null/starting"),
        state(Shown.with(true, TROUBLE, Shown.SLOT, GOOD), "null/server_unreachable"),
        state(Shown.with(true, null, slot("lost"), GOOD), "null/slot_lost"),
        state(Shown.with(true, null, slot("missing"), GOOD), "null/slot_lost"),
        state(Shown.with(true, null, slot("unreserved"), GOOD)),
        state(Shown.with(true, null, Shown.SLOT), "null/no_fields"),
        state(Shown.with(true, null, null, GOOD, of("failed", false, "slot_gap")), "t.b/slot_gap"),
        state(Shown.with(true, null, null, of("failed", true, null), GOOD), "t.b/failed"),
        state(Shown.with(true, null, null, GOOD, of("capturing", false, null)), "t.b/not_ready"),
        state(Shown.with(true, null, null, GOOD, of("backfilling", false, null)), "t.b/not_ready"),
        state(Shown.with(true, null, null, GOOD, of("live", false, "resync")), "t.b/not_ready"),
        state(Shown.with(true, null, null, GOOD, of("interrupted", true, null))),
        state(aged(15)),
        state(aged(16), "null/stale"),
        state(
            Shown.with(false, TROUBLE, slot("lost"), of("pending", false, null)),
            "null/starting",
            "null/server_unreachable",
            "null/slot_lost",
            "t.b/not_ready"));
  }

  private static FieldView of(String state, boolean ready, String reason) {
    return Shown.field("t.b", state, ready, reason);
  }

  private static SlotView slot(String status) {
    return new SlotView("everfill", status, null, null);
  }

  private static Snapshot aged(long seconds) {
    return Shown.at(Shown.NOW.minus(Duration.ofSeconds(seconds)), true, null, null, List.of(GOOD));
  }

  private static Arguments state(Snapshot snapshot, String... missing) {
    return Arguments.of(snapshot, List.of(missing));
  }

  @ParameterizedTest
  @MethodSource("states")
  void readyNamesEverythingThatIsMissing(Snapshot snapshot, List<String> missing)
      throws IOException {
    server.feed.show(snapshot);
    Wire.Answer ready = open("/health/ready");
    JsonNode json = RunningServer.json(ready);
    List<String> reasons =
        json.findValues("field").isEmpty()
            ? List.of()
            : java.util.stream.StreamSupport.stream(json.path("reasons").spliterator(), false)
                .map(cause -> cause.path("field").asText() + "/" + cause.path("reason").asText())
                .toList();
    assertThat(reasons).isEqualTo(missing);
    assertThat(ready.status()).isEqualTo(missing.isEmpty() ? 200 : 503);
    assertThat(ready.headers().get("content-type"))
        .isEqualTo(missing.isEmpty() ? "application/json" : "application/problem+json");
    assertThat(open("/health/live").status()).isEqualTo(200);
    assertThat(open("/health/started").status()).isEqualTo(snapshot.started() ? 200 : 503);
  }

  @Test
  void aFailureIsToldInWords() throws IOException {
    server.feed.show(Shown.with(true, null, null, of("failed", false, "schema_changed")));
    assertThat(RunningServer.json(open("/health/ready")).path("detail").asText())
        .isEqualTo("t.b: the column is gone: add it again");
  }

  /** Without the token: those who watch processes have none. */
  private Wire.Answer open(String path) throws IOException {
    return Wire.send(server.at, Wire.request("GET " + path, "", server.host()));
  }
}
