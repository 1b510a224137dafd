package dev.everfill.launcher.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Turns SIGTERM and SIGINT into a question, so that the thread which started things also stops
 * them; the process ends once this is closed, or after the patience.
 */
public final class Shutdown implements BooleanSupplier, AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Duration patience;
  private final Thread hook = new Thread(this::run, "everfill-shutdown");
  private volatile boolean requested;
  private volatile IntSupplier ending;
  private volatile Runnable lastResort = () -> {};

  public Shutdown(Duration patience) {
    this.patience = patience;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void run() {
    requested = true;
    try {
      if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        lastResort.run();
      }
      IntSupplier code = ending;
      if (code != null) {
        // A signal would end the process with its own code, which says nothing of the work.
        Runtime.getRuntime().halt(code.getAsInt());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What must not outlive the process, even if the patience was not enough for an ordered end. */
  public void lastResort(Runnable stop) {
    lastResort = stop;
  }

  /** What the process ends with if a signal ends it; without it, with the signal's own code. */
  public void ending(IntSupplier code) {
    ending = code;
  }

  /** Whether the process has been asked to stop. */
  @Override
  public boolean getAsBoolean() {
    return requested;
  }

  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException alreadyStopping) {
        // The hook has been released above.
      }
    }
  }
}
