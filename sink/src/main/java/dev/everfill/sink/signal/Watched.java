package dev.everfill.sink.signal;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal, whom it concerns, and what it said last. Written by the thread that asks, read by all.
 */
public final class Watched {
  /** An answer is believed so long. */
  static final Duration STALE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  /**
   * @param failure null if it did not fail
   */
  private record Seen(Reading reading, String failure, long at) {}

  private final Signal signal;
  private final Set<FieldRef> fields;
  private volatile Seen seen;

  /**
   * @param fields that it slows down
   * @param now monotonic nanoseconds: from now on an answer is expected
   */
  public Watched(Signal signal, Set<FieldRef> fields, long now) {
    this.signal = signal;
    this.fields = Set.copyOf(fields);
    this.seen = new Seen(Reading.NOTHING, null, now);
  }

  Signal signal() {
    return signal;
  }

  boolean concerns(FieldRef field) {
    return fields.contains(field);
  }

  void saw(Reading reading, long now) {
    Seen before = seen;
    if (before.failure() != null) {
      LOG.info("The signal {} answers again", signal.name());
    }
    if (reading instanceof Reading.Unavailable missing
        && !(before.reading() instanceof Reading.Unavailable)) {
      LOG.info("The signal {} is not available: {}", signal.name(), missing.why());
    }
    seen = new Seen(reading, null, now);
  }

  void failed(String message, long now) {
    Seen before = seen;
    if (before.failure() == null) {
      LOG.warn("The signal {} fails, so writing slows down: {}", signal.name(), message);
    }
    seen = new Seen(before.reading(), message, now);
  }

  /** Empty if there is nothing to say. */
  Optional<PaceReason> reason(long now) {
    Seen last = seen;
    if (last.failure() != null) {
      return reason(1, "it fails: " + last.failure());
    }
    if (now - last.at() > STALE.toNanos()) {
      double silent = (now - last.at()) / 1e9;
      return reason(1, String.format(Locale.ROOT, "no answer for %.0f s", silent));
    }
    return last.reading() instanceof Reading.Used used && used.utilization() > 0
        ? reason(used.utilization(), used.detail())
        : Optional.empty();
  }

  private Optional<PaceReason> reason(double utilization, String detail) {
    return Optional.of(new PaceReason(signal.name(), utilization, detail));
  }
}
