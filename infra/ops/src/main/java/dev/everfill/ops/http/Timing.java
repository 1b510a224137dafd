package dev.everfill.ops.http;

import dev.everfill.ops.RequestListener;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Set;

/** Tells the listener of each answer, once. Safe for all threads. */
final class Timing {
  private static final String START = "everfill.start";
  private static final String ROUTE = "everfill.route";
  private static final String BEGAN = "everfill.began";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

  private final RequestListener listener;

  Timing(RequestListener listener) {
    this.listener = listener;
  }

  static void start(Context context) {
    context.attribute(START, System.nanoTime());
  }

  /** A route has taken the request. */
  static void route(Context context, String template) {
    context.attribute(ROUTE, template);
  }

  /** An answer without an end has begun. */
  static void began(Context context) {
    context.attribute(BEGAN, System.nanoTime());
  }

  void answered(Context context) {
    Long start = context.attribute(START);
    Long began = context.attribute(BEGAN);
    String route = context.attribute(ROUTE);
    long now = System.nanoTime();
    long took = start == null ? 0 : (began == null ? now : began) - start;
    String method = context.req().getMethod();
    listener.answered(
        route == null ? RequestListener.NO_ROUTE : route,
        METHODS.contains(method) ? method : "OTHER",
        context.statusCode(),
        Duration.ofNanos(took));
  }
}
