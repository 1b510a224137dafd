package dev.everfill.bench.load;

import java.util.random.RandomGenerator;

/**
 * Where in the table a contender is writing just now. Set by who watches the table, asked by the
 * application. Safe for threads.
 */
public final class Front {
  /** How many keys on either side count as just being written: some hundredths of a second. */
  static final int NEAR = 500;

  private static final long NOWHERE = 0;

  private volatile long at = NOWHERE;

  /**
   * Takes in the last key of which a write by the contender is visible; what it writes just now and
   * has not committed comes next.
   */
  public void seen(long key) {
    at = key;
  }

  /** Forgets it: nobody writes. */
  public void clear() {
    at = NOWHERE;
  }

  /**
   * A key near it; any key while nobody is seen writing.
   *
   * @param rows keys are 1 to this
   */
  long near(RandomGenerator random, long rows) {
    long front = at;
    long key = front - NEAR + random.nextInt(2 * NEAR + 1);
    return front == NOWHERE ? 1 + random.nextLong(rows) : Math.max(1, Math.min(rows, key));
  }
}
