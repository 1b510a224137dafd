package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.status.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The stream of events, over real sockets. */
class EventsTest {
  private final RunningServer server = new RunningServer(null);
  private final List<Listener> listeners = new ArrayList<>();

  @AfterEach
  void close() {
    listeners.forEach(Listener::close);
    server.close();
  }

  @Test
  void startsWithTheSnapshotAndTellsWhatIsNew() throws IOException {
    server.feed.happen(Shown.event(7));
    Listener listener = listen("");
    listener.hears("event: snapshot\ndata: {\"at\":\"2026-01-02T03:04:05Z\",\"started\":true,");
    server.feed.happen(Shown.event(8));
    listener.hears("id: 8\nevent: event\ndata: {\"id\":8,");
    assertThat(listener.heard()).doesNotContain("id: 7\n").contains("text/event-stream");
    server.feed.show(Shown.with(true, null, null, Shown.field("t.x", "paused", true, null)));
    listener.hears("\"state\":\"paused\"");
  }

  @Test
  void bringsWhatWasMissed() throws IOException {
    for (int id = 1; id <= 5; id++) {
      server.feed.happen(Shown.event(id));
    }
    Listener back = listen("Last-Event-ID: 3\r\n");
    back.hears("id: 5\n");
    assertThat(back.heard()).contains("id: 4\n").doesNotContain("id: 3\n");
    Listener all = listen("", "?after=0");
    all.hears("id: 5\n");
    assertThat(all.heard()).contains("id: 1\n", "id: 2\n", "id: 3\n", "id: 4\n");
    Listener both = listen("Last-Event-ID: 4\r\n", "?after=0");
    both.hears("id: 5\n");
    assertThat(both.heard()).doesNotContain("id: 4\n");
  }

  @Test
  void aSnapshotThatDiffersOnlyInItsMomentIsNotSentAgainAtOnce() throws IOException {
    Listener listener = listen("");
    listener.hears("event: snapshot");
    Snapshot good = Shown.good();
    server.feed.show(Shown.at(Shown.NOW.plusSeconds(1), true, null, good.slot(), good.fields()));
    server.feed.happen(Shown.event(1));
    listener.hears("id: 1\n");
    assertThat(listener.heard().split("event: snapshot", -1)).hasSize(2);
  }

  @Test
  void slowListenersHoldNobody() throws IOException {
    for (int i = 0; i < EventStreams.MOST / 2; i++) {
      listeners.add(new Listener(server, "", "", false));
    }
    Listener quick = listen("");
    quick.hears("event: snapshot");
    String name = "t." + "x".repeat(2_000_000);
    for (int round = 1; round <= 5; round++) {
      server.feed.show(Shown.with(true, null, null, Shown.field(name + round, "live", true, null)));
      server.feed.happen(Shown.event(round));
      quick.hears("id: " + round + "\n");
      assertThat(server.get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void listenersAreBoundedAndPlacesComeBack() throws IOException {
    for (int i = 0; i < EventStreams.MOST; i++) {
      listen("").hears("event: snapshot");
    }
    Wire.Answer oneMore = server.get("/api/v1/events");
    assertThat(oneMore.status()).isEqualTo(503);
    assertThat(oneMore.body()).contains("too_many_streams");
    assertThat(server.get("/api/v1/status").status()).isEqualTo(200);
    listeners.forEach(Listener::close);
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              server.feed.happen(Shown.event(1));
              return server.ask("HEAD /api/v1/events", "").status() == 200;
            });
  }

  @RepeatedTest(5)
  void closesWithinTwoSecondsWithListenersOpen() throws IOException {
    listen("").hears("event: snapshot");
    listeners.add(new Listener(server, "", "", false));
    long start = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(server.feed.listeners()).isZero();
  }

  private Listener listen(String headers, String... query) throws IOException {
    Listener listener = new Listener(server, headers, String.join("", query), true);
    listeners.add(listener);
    return listener;
  }
}
