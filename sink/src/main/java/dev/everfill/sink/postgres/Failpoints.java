package dev.everfill.sink.postgres;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places where a test may stop the write stage, by name; none does anything unless it is asked to.
 * Called by the thread that asks PostgreSQL, which is one at a time.
 */
public interface Failpoints {
  /** Rows of a batch are chosen; nothing has been sent to PostgreSQL. */
  String BEFORE_BATCH = "before-batch";

  /** The commit is sent next; rows and progress go with it, or have been written before. */
  String BEFORE_COMMIT = "before-commit";

  /** The commit is acknowledged, and nobody has been told. */
  String AFTER_COMMIT = "after-commit";

  /** Does nothing anywhere. */
  Failpoints NONE = place -> {};

  /** May end the process, wait or throw. */
  void reached(String place);

  /**
   * What the system property {@code everfill.failpoint} says: {@code PLACE:halt} ends the process
   * there like a kill, {@code PLACE:freeze} stands still there for good; {@code :N} behind it means
   * the Nth time. Without the property, none.
   *
   * @throws IllegalArgumentException if it says something else
   */
  static Failpoints configured() {
    String text = System.getProperty("everfill.failpoint");
    return text == null || text.isEmpty() ? NONE : parse(text);
  }

  private static Failpoints parse(String text) {
    String[] parts = text.split(":");
    boolean known =
        parts.length >= 2
            && parts.length <= 3
            && java.util.List.of(BEFORE_BATCH, BEFORE_COMMIT, AFTER_COMMIT).contains(parts[0])
            && (parts[1].equals("halt") || parts[1].equals("freeze"));
    if (!known) {
      throw new IllegalArgumentException(
          "everfill.failpoint must be before-batch, before-commit or after-commit, then :halt or"
              + " :freeze, then :N if not at the first time, but was "
              + text);
    }
    int nth = parts.length == 3 ? Integer.parseInt(parts[2]) : 1;
    return new Once(parts[0], parts[1].equals("halt"), nth, new AtomicInteger());
  }

  /**
   * @param halt else freeze
   * @param nth from 1
   * @param times reached so far
   */
  record Once(String place, boolean halt, int nth, AtomicInteger times) implements Failpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Failpoints.class);
    private static final int LIKE_A_KILL = 137;

    @Override
    public void reached(String here) {
      if (!here.equals(place) || times.incrementAndGet() != nth) {
        return;
      }
      LOG.warn("Failpoint {} reached: {}", place, halt ? "halt" : "freeze");
      if (halt) {
        Runtime.getRuntime().halt(LIKE_A_KILL);
      }
      while (!Thread.currentThread().isInterrupted()) {
        java.util.concurrent.locks.LockSupport.park(this);
      }
    }
  }
}
