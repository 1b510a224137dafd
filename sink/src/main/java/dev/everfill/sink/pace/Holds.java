package dev.everfill.sink.pace;

import dev.everfill.base.control.PaceReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How long the recent batches held their rows. Batches grow until they come near the bound, so that
 * half of what a hold may last is nothing to slow down for; only holds that stay above the bound
 * although batches shrink are. Not safe for several threads.
 */
final class Holds {
  static final String NAME = "hold-time";

  private static final int KEPT = 128;
  private static final long YOUNG = 10_000_000_000L;

  /** A reaction in proportion is enough: smaller batches do the rest. */
  private static final double MOST = 0.75;

  /** Single stalls are no reason: that the machine was busy elsewhere says nothing of the table. */
  private static final double NEARLY_ALL = 0.9;

  private final long[] held = new long[KEPT];
  private final long[] at = new long[KEPT];
  private int count;
  private int next;

  void add(long heldNanos, long now) {
    held[next] = heldNanos;
    at[next] = now;
    next = (next + 1) % KEPT;
    count = Math.min(KEPT, count + 1);
  }

  /** So long at most were the given part of the recent holds; zero if there are none. */
  Duration quantile(double part, long now) {
    long[] recent = recent(now);
    if (recent.length == 0) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(part * recent.length) - 1;
    // One that sticks out among a few says nothing.
    int last = recent.length >= 3 ? recent.length - 2 : recent.length - 1;
    return Duration.ofNanos(recent[Math.max(0, Math.min(rank, last))]);
  }

  private long[] recent(long now) {
    long[] recent = new long[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (now - at[i] < YOUNG) {
        recent[found++] = held[i];
      }
    }
    long[] sorted = Arrays.copyOf(recent, found);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Of twice the bound, which no hold may reach, the part that nearly all holds stay below. */
  Optional<PaceReason> reason(Duration maxHold, long now) {
    Duration nearly = quantile(NEARLY_ALL, now);
    double utilization = Math.min(MOST, nearly.toNanos() / (2.0 * maxHold.toNanos()));
    if (utilization < Slowdown.FROM) {
      return Optional.empty();
    }
    String detail =
        String.format(
            Locale.ROOT,
            "batches hold rows for %.1f ms (p90), the bound is %.1f ms",
            nearly.toNanos() / 1e6,
            maxHold.toNanos() / 1e6);
    return Optional.of(new PaceReason(NAME, utilization, detail));
  }
}
