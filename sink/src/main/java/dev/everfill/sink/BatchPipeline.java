package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.sink.postgres.Batch;
import dev.everfill.sink.postgres.BoundBatch;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.WriteFailure;
import dev.everfill.sink.postgres.Written;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps PostgreSQL at work: while one batch is underway the next one is chosen and bound, of the
 * same field or of another, and sent as soon as the first is committed; what became of the first is
 * taken in after that. Only plain batches go this way; before any other, and before anything else
 * is asked of PostgreSQL, the one that is underway {@link #land lands}. Belongs to the writing
 * thread.
 */
final class BatchPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchPipeline.class);
  private final Target target;
  private final BatchRunner runner;
  private final BiConsumer<FieldWriter, WriteFailure> failures;
  private Flight underway;

  private record Flight(FieldWriter writer, BoundBatch batch) {}

  /**
   * @param failures told of a batch that failed for something else than its rows; nothing is
   *     underway then
   */
  BatchPipeline(Target target, BiConsumer<FieldWriter, WriteFailure> failures) {
    this.target = target;
    this.runner = new BatchRunner(target);
    this.failures = failures;
  }

  /** Whether a batch is underway. */
  boolean busy() {
    return underway != null;
  }

  /** Sends a field's next batch, or writes it; false if there is none to be written now. */
  boolean step(FieldWriter writer) {
    try (LogContext.Named named = LogContext.field(writer.field().name())) {
      boolean ahead = busy() && underway.writer() == writer;
      Batch batch = ahead ? writer.ahead() : writer.next();
      if (ahead && batch.parts().isEmpty()) {
        land();
        ahead = false;
        batch = writer.next();
      }
      if (batch.parts().isEmpty()) {
        return false;
      }
      advance(writer, batch, ahead);
      return true;
    }
  }

  private void advance(FieldWriter writer, Batch batch, boolean ahead) {
    boolean plain = batch.isPlain();
    if (plain && target.ready(writer.field())) {
      send(writer, batch, ahead);
    } else if (!land()) {
      writer.drop(batch);
    } else if (plain) {
      send(writer, batch, false);
    } else {
      write(writer, batch);
    }
  }

  private void send(FieldWriter writer, Batch batch, boolean ahead) {
    BoundBatch bound;
    try {
      bound = target.bind(writer.field(), batch);
    } catch (WriteFailure failed) {
      unbound(writer, batch, failed);
      return;
    }
    if (busy()) {
      follow(writer, bound, ahead);
    } else {
      underway = new Flight(writer, bound);
      writer.sent();
      runner.begin(bound);
    }
  }

  private void unbound(FieldWriter writer, Batch batch, WriteFailure failed) {
    if (land()) {
      failed(writer, batch, failed);
    } else {
      // The connection was lost under it, most likely, and that has been told.
      writer.drop(batch);
    }
  }

  private void follow(FieldWriter writer, BoundBatch bound, boolean ahead) {
    Flight before = takeUnderway();
    try {
      Written written = runner.follow(done -> choice(before.writer(), done, writer, bound, ahead));
      underway = runner.busy() ? new Flight(writer, bound) : null;
      settle(before, written);
    } catch (WriteFailure failed) {
      failed(before.writer(), before.batch().batch(), failed);
    }
    if (!busy()) {
      writer.drop(bound.batch());
    }
  }

  /** On the thread that has heard first that a batch is committed; the other one waits for it. */
  private static BoundBatch choice(
      FieldWriter before, Written done, FieldWriter writer, BoundBatch bound, boolean ahead) {
    before.measured(done);
    if (ahead && !writer.permitted(bound.batch())) {
      return null;
    }
    writer.sent();
    return bound;
  }

  /**
   * Waits for the batch that is underway, and takes in what became of it.
   *
   * @return false if it failed
   */
  boolean land() {
    if (!busy()) {
      return true;
    }
    Flight landing = takeUnderway();
    try {
      Written written = runner.finish();
      landing.writer().measured(written);
      settle(landing, written);
      return true;
    } catch (WriteFailure failed) {
      failed(landing.writer(), landing.batch().batch(), failed);
      return false;
    }
  }

  private Flight takeUnderway() {
    Flight taken = underway;
    underway = null;
    return taken;
  }

  private void settle(Flight committed, Written written) {
    target.settle(committed.batch(), written);
    committed.writer().settled(committed.batch().batch(), written);
  }

  private void write(FieldWriter writer, Batch batch) {
    try {
      Written written = target.write(writer.field(), batch);
      writer.measured(written);
      writer.settled(batch, written);
    } catch (WriteFailure failed) {
      failed(writer, batch, failed);
    }
  }

  private void failed(FieldWriter writer, Batch batch, WriteFailure failed) {
    try {
      writer.failed(batch, failed);
    } catch (WriteFailure known) {
      failures.accept(writer, known);
    }
  }

  /** Waits for the batch that is underway; nobody is told what became of it. */
  @Override
  public void close() {
    try {
      if (runner.busy()) {
        runner.finish();
      }
    } catch (WriteFailure unheard) {
      // Whoever reads these partitions next finds out from the stored progress.
      LOG.debug("The last batch before the end: {}", unheard.getMessage());
    } finally {
      runner.close();
    }
  }
}
