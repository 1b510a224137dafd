package dev.everfill.ops.http;

import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Feed;
import dev.everfill.ops.Readiness;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** {@code /health}. Safe for all threads. */
final class HealthHandlers {
  private final Feed feed;
  private final InstantSource clock;

  HealthHandlers(Feed feed, InstantSource clock) {
    this.feed = feed;
    this.clock = clock;
  }

  /** That this answers is all it says: a process that waits for a server must not be killed. */
  void live(Context context) {
    answer(context, "live");
  }

  void started(Context context) {
    if (!feed.latest().started()) {
      throw HttpProblem.of(503, "Not started", "starting", "The stages have not been started yet.")
          .thrown();
    }
    answer(context, "started");
  }

  void ready(Context context) {
    List<Readiness.Cause> causes = Readiness.missing(feed.latest(), clock.instant());
    if (!causes.isEmpty()) {
      Readiness.Cause first = causes.get(0);
      String place = first.field() == null ? "" : first.field() + ": ";
      throw new HttpProblem(503, "Not ready", place + first.message(), "not_ready", causes)
          .thrown();
    }
    answer(context, "ready");
  }

  private static void answer(Context context, String status) {
    context.contentType(Routes.JSON).result(ViewJson.bytes(Map.of("status", status)));
  }
}
