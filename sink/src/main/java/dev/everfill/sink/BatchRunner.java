package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.sink.postgres.BoundBatches;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.WriteFailure;
import dev.everfill.sink.postgres.Written;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Has PostgreSQL work on a batch, on a thread of its own, while the writing thread reads on and
 * prepares the next one. That is sent by the thread that has just heard of the first: between two
 * batches nobody waits for another thread's turn. Belongs to the writing thread.
 */
final class BatchRunner implements AutoCloseable {
  /** What comes after the batch that is underway, and where its outcome goes. */
  private record Next(
      Function<List<Written>, BoundBatches> choice,
      CompletableFuture<List<Written>> result,
      boolean[] begun) {}

  private final Target target;
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(LogContext.stage("write", work), "everfill-write-batch");
            thread.setDaemon(true);
            return thread;
          });
  private CompletableFuture<List<Written>> running;

  /** Handed over under the lock, as is whether anybody will take it. */
  private Next next;

  private boolean ended;

  BatchRunner(Target target) {
    this.target = target;
  }

  /** Sends a batch; none may be underway. */
  void begin(BoundBatches batch) {
    CompletableFuture<List<Written>> result = new CompletableFuture<>();
    synchronized (this) {
      next = null;
      ended = false;
    }
    running = result;
    runner.execute(() -> run(batch, result));
  }

  /** Whether a batch is underway. */
  boolean busy() {
    return running != null;
  }

  /**
   * Waits for the batch that is underway, and has the next one sent.
   *
   * @param choice gives the next batch, or null if it is not to be sent, once the first is
   *     committed; called by whichever thread hears of that first, while the other one waits
   */
  List<Written> follow(Function<List<Written>, BoundBatches> choice) throws WriteFailure {
    Next after = new Next(choice, new CompletableFuture<>(), new boolean[1]);
    boolean late;
    synchronized (this) {
      late = ended;
      next = late ? null : after;
    }
    List<Written> written = finish();
    if (late) {
      BoundBatches chosen = choice.apply(written);
      if (chosen != null) {
        begin(chosen);
      }
    } else if (after.begun()[0]) {
      running = after.result();
    }
    return written;
  }

  /** Waits for the batch that is underway; an interrupt does not cut it short, and stays set. */
  List<Written> finish() throws WriteFailure {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw cause(failed.getCause());
    } finally {
      running = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static WriteFailure cause(Throwable failed) {
    if (failed instanceof WriteFailure failure) {
      return failure;
    }
    throw failed instanceof RuntimeException unexpected
        ? unexpected
        : new IllegalStateException(failed);
  }

  /** Runs a batch, and those that follow it without a break. */
  private void run(BoundBatches first, CompletableFuture<List<Written>> firstResult) {
    BoundBatches batch = first;
    CompletableFuture<List<Written>> result = firstResult;
    while (batch != null) {
      try {
        List<Written> written = target.run(batch);
        Next after = take();
        batch = after == null ? null : after.choice().apply(written);
        if (after != null) {
          after.begun()[0] = batch != null;
        }
        result.complete(written);
        result = after == null ? null : after.result();
      } catch (WriteFailure | RuntimeException | Error failed) {
        batch = null;
        result.completeExceptionally(failed);
      }
    }
  }

  /** Null if nothing follows; then it is too late for it. */
  private synchronized Next take() {
    Next after = next;
    next = null;
    ended = after == null;
    return after;
  }

  /** To be called with nothing underway. */
  @Override
  public void close() {
    runner.shutdown();
  }
}
