package dev.everfill.ops.http;

import dev.everfill.base.status.EventView;
import dev.everfill.ops.Feed;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** {@code /api/v1/events}: a bounded number of streams, each on the thread of its request. */
final class EventStreams {
  /** So many may listen at once. */
  static final int MOST = 16;

  private final Feed feed;
  private final Rendered rendered;
  private final Bell bell;
  private final Semaphore free = new Semaphore(MOST);

  EventStreams(Feed feed, Rendered rendered, Bell bell) {
    this.feed = feed;
    this.rendered = rendered;
    this.bell = bell;
  }

  /**
   * Until the listener goes or the server closes.
   *
   * @throws IOException if the listener has gone
   */
  void open(Context context) throws IOException {
    long after = after(context);
    if (!free.tryAcquire()) {
      context.header("Retry-After", "5");
      throw HttpProblem.of(
              503,
              "Too many listeners",
              "too_many_streams",
              "At most " + MOST + " streams of events are open at once: close one.")
          .thrown();
    }
    try {
      context.contentType("text/event-stream; charset=utf-8");
      context.header("X-Accel-Buffering", "no");
      if (context.req().getMethod().equals("GET")) {
        stream(context, after);
      }
    } finally {
      free.release();
    }
  }

  private void stream(Context context, long after) throws IOException {
    OutputStream out = context.res().getOutputStream();
    context.res().flushBuffer();
    Timing.began(context);
    try {
      new EventStream(feed, rendered, bell, out, after).run();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether all streams have ended; waits for it no longer than that. */
  boolean ended(Duration patience) {
    try {
      boolean all = free.tryAcquire(MOST, patience.toNanos(), TimeUnit.NANOSECONDS);
      if (all) {
        free.release(MOST);
      }
      return all;
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last event that the listener knows; without one it hears of new ones only. */
  private long after(Context context) {
    String known = context.req().getHeader("Last-Event-ID");
    String asked = known == null || known.isEmpty() ? context.queryParam("after") : known;
    if (asked == null || asked.isEmpty()) {
      List<EventView> newest = feed.events(0, 1);
      return newest.isEmpty() ? 0 : newest.get(newest.size() - 1).id();
    }
    if (!asked.matches("[0-9]{1,18}")) {
      throw Body.malformed("after and Last-Event-ID must be the id of an event, or 0 for all.");
    }
    return Long.parseLong(asked);
  }
}
