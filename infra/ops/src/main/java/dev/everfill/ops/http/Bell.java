package dev.everfill.ops.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Rings when there is something new, and for the last time at the end. Safe for all threads. */
final class Bell {
  private long rung;
  private boolean closed;

  synchronized void ring() {
    rung++;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean closed() {
    return closed;
  }

  /** How often it has rung. */
  synchronized long rung() {
    return rung;
  }

  /** Until it has rung more often than that, is closed, or the time is over. */
  synchronized void await(long heard, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    while (rung == heard && !closed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      left = end - System.nanoTime();
    }
  }

  /** Until it is closed, or the time is over. */
  void rest(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); left > 0 && !closed(); left = end - System.nanoTime()) {
      await(rung(), Duration.ofNanos(left));
    }
  }
}
