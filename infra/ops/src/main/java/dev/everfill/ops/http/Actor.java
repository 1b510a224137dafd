package dev.everfill.ops.http;

import io.javalin.http.Context;

/** Who asks, as the event log shows it: {@code api}, or {@code api:dashboard}. */
final class Actor {
  static final String HEADER = "X-Everfill-Actor";
  private static final int LONGEST = 64;

  private Actor() {}

  static String of(Context context) {
    String sent = context.req().getHeader(HEADER);
    if (sent == null) {
      return "api";
    }
    String plain = sent.replaceAll("[^A-Za-z0-9._@+-]+", "_");
    String bounded = plain.substring(0, Math.min(plain.length(), LONGEST));
    return bounded.isEmpty() ? "api" : "api:" + bounded;
  }
}
