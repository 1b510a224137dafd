package dev.everfill.launcher.verify;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets the server rest between two looks, and notices that somebody asks to stop. */
final class Pauses {
  private static final int PART = 2;
  private static final long SLICE_MILLIS = 200;
  private static final long BETWEEN_MILLIS = 30;
  private final BooleanSupplier stopped;

  Pauses(BooleanSupplier stopped) {
    this.stopped = stopped;
  }

  /** Half as long as the range took: the server is busy with it two thirds of the time at most. */
  void after(Duration took) throws InterruptedException {
    pause(took.toMillis() / PART);
  }

  /** Of different length from round to round, so as not to keep step with an application. */
  void between(int round) throws InterruptedException {
    pause(BETWEEN_MILLIS * (1 + round * 3L % 7));
  }

  private void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    do {
      if (stopped.getAsBoolean()) {
        throw new InterruptedException("asked to stop");
      }
      Thread.sleep(Math.max(0, Math.min(SLICE_MILLIS, (end - System.nanoTime()) / 1_000_000)));
    } while (System.nanoTime() < end);
  }
}
