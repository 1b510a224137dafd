package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.sink.kafka.DerivedConsumer;
import dev.everfill.sink.kafka.Polled;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Takes what the consumer has fetched, and decodes it, on a thread of its own while PostgreSQL
 * works on a batch. Between {@link #begin} and {@link #finish} nobody else may touch the consumer.
 * Belongs to the writing thread.
 */
final class ReadAhead implements AutoCloseable {
  private final DerivedConsumer consumer;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(LogContext.stage("write", work), "everfill-write-read");
            thread.setDaemon(true);
            return thread;
          });
  private Future<Polled> reading;

  ReadAhead(DerivedConsumer consumer) {
    this.consumer = consumer;
  }

  void begin() {
    reading = reader.submit(() -> consumer.poll(Duration.ZERO));
  }

  /** Waits for what was begun; an interrupt does not cut it short, and stays set. */
  Polled finish() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return reading.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** To be called with nothing begun. */
  @Override
  public void close() {
    reader.shutdown();
  }
}
