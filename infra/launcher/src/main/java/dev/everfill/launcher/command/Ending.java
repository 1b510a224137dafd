package dev.everfill.launcher.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a person end a command that has no end of its own: after SIGINT or SIGTERM it tidies up, and
 * the process ends with 0, since that was how to end it. For one thread beside the signals'.
 */
final class Ending implements AutoCloseable {
  private static final Duration TIDY_WITHIN = Duration.ofSeconds(2);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch tidy = new CountDownLatch(1);
  private final Thread hook = new Thread(this::run, "everfill-ending");

  Ending() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void run() {
    asked.countDown();
    try {
      tidy.await(TIDY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.DONE);
  }

  /** Waits for a while, or until the end is asked for; then true. */
  boolean within(Duration time) throws InterruptedException {
    return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** After everything else has been closed. */
  @Override
  public void close() {
    if (asked.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException justAsked) {
        // The hook is released below.
      }
    }
    tidy.countDown();
  }
}
