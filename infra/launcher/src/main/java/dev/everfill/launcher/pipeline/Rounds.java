package dev.everfill.launcher.pipeline;

/**
 * Does the same thing again and again, with a pause after each time, on a thread of its own until
 * it is closed. What is done must not throw anything but the interruption.
 */
final class Rounds implements AutoCloseable {
  private static final long STOP_MILLIS = 500;

  /** One round. */
  @FunctionalInterface
  interface Round {
    void run() throws InterruptedException;
  }

  private final Round round;
  private final long pauseMillis;
  private final Thread thread;

  /**
   * @param name of the thread
   */
  Rounds(String name, long pauseMillis, Round round) {
    this.round = round;
    this.pauseMillis = pauseMillis;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        round.run();
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
