package dev.everfill.bench.server;

/**
 * A program that keeps a core busy and does nothing else: it computes over more memory than caches
 * have. On one machine a busy core slows the others down, by what they share; on two hosts it does
 * not. Beside this, a window in which nobody fills compares with one in which somebody does.
 */
final class Neighbour implements Runnable {
  private static final int NUMBERS = 1 << 22;

  private final Runnable placing;
  private volatile boolean stopping;

  /**
   * @param placing puts the calling thread where it belongs
   */
  Neighbour(Runnable placing) {
    this.placing = placing;
  }

  @Override
  public void run() {
    placing.run();
    long[] memory = new long[NUMBERS];
    long random = 88_172_645_463_325_252L;
    while (!stopping) {
      for (int i = 0; i < 10_000; i++) {
        // Marsaglia's xorshift, which visits the memory in no order.
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        memory[(int) random & NUMBERS - 1] += random;
      }
    }
  }

  /** Ends it soon. */
  void stop() {
    stopping = true;
  }
}
