package dev.everfill.ops;

import java.time.Duration;

/** Hears of every request that was answered, on the thread that answered it. Must not throw. */
@FunctionalInterface
public interface RequestListener {
  /** The route of requests that no route took: unknown, refused or not understood. */
  String NO_ROUTE = "none";

  /** Listens to nothing. */
  RequestListener NONE = (route, method, status, took) -> {};

  /**
   * An answer has been written, or has begun to be if it has no end.
   *
   * @param route a template, such as {@code /api/v1/fields/{name}}, or {@link #NO_ROUTE}; never
   *     what somebody sent
   * @param method one of HTTP's own, or {@code OTHER}
   * @param status of the answer
   * @param took until the answer was written; of a stream of events, until it began
   */
  void answered(String route, String method, int status, Duration took);
}
