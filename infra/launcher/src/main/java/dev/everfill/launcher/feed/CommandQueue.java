package dev.everfill.launcher.feed;

import dev.everfill.base.control.Controls;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.status.Snapshot.Trouble;
import dev.everfill.ops.Commands;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what people ask by HTTP, one after the other, on a thread of its own: as a command of
 * another process would, in the control schema. Comparisons have a thread of their own. Safe for
 * all threads.
 */
public final class CommandQueue implements Commands, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandQueue.class);
  private static final int WAITING = 100;
  private static final int COMPARISONS = 10;

  private final ThreadPoolExecutor requests = thread("everfill-commands", WAITING);
  private final ThreadPoolExecutor comparisons = thread("everfill-verify", COMPARISONS);
  private final StatusFeed feed;
  private volatile Work work;

  /** What a running pipeline does for whoever asks. */
  public interface Work {
    /** The control schema's name. */
    String schema();

    /** Runs short work on the control schema, in one transaction. */
    <T> T ask(String what, Database.Work<T> work);

    /** Compares a field with its SELECT; returns once it is done. */
    void verify(String field, boolean repair, OptionalInt sample, String actor)
        throws InterruptedException;

    /** Asks that the tables be read again. */
    void resync(String field, String actor);
  }

  /**
   * @param feed tells whether PostgreSQL is away, and looks again once something was done
   */
  public CommandQueue(StatusFeed feed) {
    this.feed = feed;
  }

  private static ThreadPoolExecutor thread(String name, int waiting) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(waiting),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Works for this pipeline from now on; null for none. */
  public void attach(Work pipeline) {
    work = pipeline;
  }

  @Override
  public void pause(String field, String actor) {
    control("pausing " + field, (controls, connection) -> controls.pause(connection, field, actor));
  }

  @Override
  public void resume(String field, String actor) {
    control(
        "resuming " + field, (controls, connection) -> controls.resume(connection, field, actor));
  }

  @Override
  public void pace(
      String field, OptionalLong rowsPerSecond, Optional<Duration> maxHold, String actor) {
    control(
        "pacing " + field,
        (controls, connection) ->
            controls.pace(connection, field, rowsPerSecond, maxHold.orElse(null), actor));
  }

  @Override
  public void retry(long quarantineId, String actor) {
    control(
        "retrying row " + quarantineId,
        (controls, connection) -> controls.retry(connection, quarantineId, actor));
  }

  @Override
  public void resync(String field, String actor) {
    submit(requests, "resyncing " + field, pipeline -> pipeline.resync(field, actor));
  }

  @Override
  public void verify(String field, boolean repair, OptionalInt sample, String actor) {
    submit(
        comparisons,
        "verifying " + field,
        pipeline -> pipeline.verify(field, repair, sample, actor));
  }

  private interface Asked {
    boolean of(Controls controls, java.sql.Connection connection);
  }

  private void control(String what, Asked asked) {
    submit(
        requests,
        what,
        pipeline -> {
          Controls controls = new Controls(pipeline.schema());
          if (!pipeline.ask(what, connection -> asked.of(controls, connection))) {
            LOG.warn("{}: it is not there any more", what);
          }
        });
  }

  private interface Task {
    void on(Work pipeline) throws InterruptedException;
  }

  private void submit(ThreadPoolExecutor executor, String what, Task task) {
    Work pipeline = work;
    if (pipeline == null) {
      throw new Refused("starting", "the pipeline has not started yet; try again in a moment");
    }
    Trouble trouble = feed.latest().trouble();
    if (trouble != null) {
      throw new Refused(trouble.reason(), trouble.message());
    }
    try {
      executor.execute(() -> run(what, pipeline, task));
    } catch (RejectedExecutionException full) {
      throw new Refused("busy", "too many requests wait already; try again in a moment");
    }
  }

  private void run(String what, Work pipeline, Task task) {
    try {
      task.on(pipeline);
      feed.lookSoon();
    } catch (EverfillException failed) {
      LOG.warn("{} has failed ({}): {}", what, failed.reason().code(), failed.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException unexpected) {
      LOG.error("{} has failed", what, unexpected);
    }
  }

  /** Takes no more, and gives up what is being compared. */
  @Override
  public void close() {
    requests.shutdownNow();
    comparisons.shutdownNow();
  }
}
