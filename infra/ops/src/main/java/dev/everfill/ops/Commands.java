package dev.everfill.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What people ask of fields. Each call notes the request and returns at once; it is carried out on
 * a thread of its own, and the event log tells who asked and what became of it. Names have been
 * checked against the latest snapshot. Safe for all threads.
 */
public interface Commands {
  /** Why a request was not taken. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    /**
     * @param reason a code: {@code server_unreachable}, {@code busy}
     * @param message in words, with the way out
     */
    public Refused(String reason, String message) {
      super(message);
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }
  }

  /**
   * @param actor who asks, for the event log
   * @throws Refused if PostgreSQL is known to be away, or too many requests wait
   */
  void pause(String field, String actor);

  /** As {@link #pause}. */
  void resume(String field, String actor);

  /**
   * As {@link #pause}.
   *
   * @param rowsPerSecond 0 for no bound; empty for what the configuration says
   * @param maxHold empty for what the configuration says
   */
  void pace(String field, OptionalLong rowsPerSecond, Optional<Duration> maxHold, String actor);

  /**
   * As {@link #pause}.
   *
   * @param repair corrects the rows that differ
   * @param sample rows to compare; empty for all
   */
  void verify(String field, boolean repair, OptionalInt sample, String actor);

  /** As {@link #pause}. */
  void resync(String field, String actor);

  /** As {@link #pause}; of one quarantined row. */
  void retry(long quarantineId, String actor);
}
