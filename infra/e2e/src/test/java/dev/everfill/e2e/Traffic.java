package dev.everfill.e2e;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A {@link Workload} on a thread and a connection of its own, until closed. */
final class Traffic implements AutoCloseable {
  private final CompletableFuture<Map<Workload.Kind, Integer>> result = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean stopped;

  Traffic(Connection connection, Workload workload, int pauseMillis) {
    this.thread =
        new Thread(
            () -> {
              try (connection) {
                while (!stopped) {
                  workload.step();
                  Scenario.pause(java.time.Duration.ofMillis(pauseMillis));
                }
                result.complete(workload.counts());
              } catch (SQLException | RuntimeException | Error failure) {
                result.completeExceptionally(failure);
              }
            },
            "workload");
    thread.start();
  }

  /** Stops after the transaction at hand; gives what was done, and fails with what went wrong. */
  Map<Workload.Kind, Integer> stop() throws InterruptedException, ExecutionException {
    stopped = true;
    thread.join();
    return result.get();
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
