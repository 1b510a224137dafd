package dev.everfill.bench.load;

import java.util.random.RandomGenerator;

/**
 * Where in the table a contender is writing just now, and how far it comes in one step. Set by who
 * watches the table, asked by the application's writers. Safe for threads.
 */
public final class Front {
  private static final long NARROWEST = 64;
  private static final long WIDEST = 5_000;

  private record At(long key, long step) {}

  private volatile At at;

  /**
   * Takes in the last key of which a write by the contender is visible.
   *
   * @param key where it has come to
   */
  public void seen(long key) {
    At before = at;
    if (before == null || before.key() != key) {
      long step = before == null ? NARROWEST : Math.abs(key - before.key());
      at = new At(key, Math.max(NARROWEST, Math.min(WIDEST, step)));
    }
  }

  /** Forgets it: nobody writes. */
  public void clear() {
    at = null;
  }

  /**
   * A key near it: what was written last, and mostly what is being written and comes next. Any key
   * while nobody is seen writing.
   *
   * @param rows keys are 1 to this
   */
  long near(RandomGenerator random, long rows) {
    At now = at;
    if (now == null) {
      return 1 + random.nextLong(rows);
    }
    long key = now.key() - now.step() / 4 + random.nextLong(now.step() * 5 / 4);
    return Math.max(1, Math.min(rows, key));
  }
}
