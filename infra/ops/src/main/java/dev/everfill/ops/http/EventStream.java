package dev.everfill.ops.http;

import dev.everfill.base.status.EventView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Feed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * One listener. Nothing is queued for it: each time it is due, it gets the newest snapshot and the
 * events after the last one it got, so that a slow listener costs a thread and no memory. For one
 * thread.
 */
final class EventStream {
  /** At most this often. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  /** At least this often, which also tells a listener who has gone. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final int EVENTS_AT_ONCE = 10_000;

  private final Feed feed;
  private final Rendered rendered;
  private final Bell bell;
  private final OutputStream out;
  private long after;
  private Snapshot shown;
  private long shownAt;

  EventStream(Feed feed, Rendered rendered, Bell bell, OutputStream out, long after) {
    this.feed = feed;
    this.rendered = rendered;
    this.bell = bell;
    this.out = out;
    this.after = after;
  }

  /**
   * Until the listener goes or the server closes.
   *
   * @throws IOException if the listener has gone, or takes nothing any more
   */
  void run() throws IOException, InterruptedException {
    while (!bell.closed()) {
      long heard = bell.rung();
      snapshot();
      events();
      out.flush();
      bell.rest(PAUSE);
      bell.await(heard, SILENCE);
    }
  }

  private void snapshot() throws IOException {
    Rendered.Page page = rendered.latest();
    boolean silent = System.nanoTime() - shownAt >= SILENCE.toNanos();
    if (shown == null || silent || !still(page.snapshot()).equals(still(shown))) {
      write("event: snapshot\ndata: ");
      out.write(page.status());
      write("\n\n");
      shown = page.snapshot();
      shownAt = System.nanoTime();
    }
  }

  private void events() throws IOException {
    for (EventView event : feed.events(after, EVENTS_AT_ONCE)) {
      write("id: " + event.id() + "\nevent: event\ndata: ");
      out.write(ViewJson.bytes(event));
      write("\n\n");
      after = event.id();
    }
  }

  /** Without the moment, which alone is no change. */
  private static Snapshot still(Snapshot of) {
    return new Snapshot(
        Instant.EPOCH,
        of.started(),
        of.trouble(),
        of.fields(),
        of.instances(),
        of.connections(),
        of.quarantine(),
        of.slot());
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
