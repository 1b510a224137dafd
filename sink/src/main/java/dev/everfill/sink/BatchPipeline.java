package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.sink.postgres.Batch;
import dev.everfill.sink.postgres.BoundBatches;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.WriteFailure;
import dev.everfill.sink.postgres.Written;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps PostgreSQL at work: while one batch is underway the next one is chosen and bound, of the
 * same field or of another, and sent as soon as the first is committed; what became of the first is
 * taken in after that. Where many rows wait, several batches go in one message, each in a
 * transaction of its own: between these the server waits for nobody. Only plain batches go this
 * way; before any other, and before anything else is asked of PostgreSQL, what is underway {@link
 * #land lands}. Belongs to the writing thread.
 */
final class BatchPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchPipeline.class);
  private final Target target;
  private final BatchRunner runner;
  private final BiConsumer<FieldWriter, WriteFailure> failures;
  private Flight underway;

  private record Flight(FieldWriter writer, BoundBatches batches) {}

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
      if (busy() && underway.writer() == writer) {
        List<Batch> ahead = writer.ahead();
        if (!ahead.isEmpty()) {
          send(writer, ahead, true);
          return true;
        }
        land();
      }
      Batch batch = writer.next();
      if (batch.parts().isEmpty()) {
        return false;
      }
      advance(writer, batch);
      return true;
    }
  }

  private void advance(FieldWriter writer, Batch batch) {
    List<Batch> alone = List.of(batch);
    boolean plain = batch.isPlain();
    if (plain && target.ready(writer.field())) {
      send(writer, alone, false);
    } else if (!land()) {
      writer.drop(alone);
    } else if (plain) {
      send(writer, alone, false);
    } else {
      write(writer, batch);
    }
  }

  private void send(FieldWriter writer, List<Batch> batches, boolean ahead) {
    BoundBatches bound;
    try {
      bound = target.bind(writer.field(), batches);
    } catch (WriteFailure failed) {
      unbound(writer, batches, failed);
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

  private void unbound(FieldWriter writer, List<Batch> batches, WriteFailure failed) {
    if (land()) {
      failed(writer, batches, failed);
    } else {
      // The connection was lost under it, most likely, and that has been told.
      writer.drop(batches);
    }
  }

  private void follow(FieldWriter writer, BoundBatches bound, boolean ahead) {
    Flight before = takeUnderway();
    try {
      List<Written> written =
          runner.follow(done -> choice(before.writer(), done, writer, bound, ahead));
      underway = runner.busy() ? new Flight(writer, bound) : null;
      settle(before, written);
    } catch (WriteFailure failed) {
      failed(before.writer(), before.batches().batches(), failed);
    }
    if (!busy()) {
      writer.drop(bound.batches());
    }
  }

  /** On the thread that has heard first what is committed; the other one waits for it. */
  private static BoundBatches choice(
      FieldWriter before,
      List<Written> done,
      FieldWriter writer,
      BoundBatches bound,
      boolean ahead) {
    before.measured(done);
    if (ahead && !writer.permitted(bound.batches())) {
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
      List<Written> written = runner.finish();
      landing.writer().measured(written);
      settle(landing, written);
      return true;
    } catch (WriteFailure failed) {
      failed(landing.writer(), landing.batches().batches(), failed);
      return false;
    }
  }

  private Flight takeUnderway() {
    Flight taken = underway;
    underway = null;
    return taken;
  }

  private void settle(Flight committed, List<Written> written) {
    target.settle(committed.batches(), written);
    List<Batch> batches = committed.batches().batches();
    for (int i = 0; i < written.size(); i++) {
      committed.writer().settled(batches.get(i), written.get(i));
    }
  }

  private void write(FieldWriter writer, Batch batch) {
    try {
      Written written = target.write(writer.field(), batch);
      writer.measured(List.of(written));
      writer.settled(batch, written);
    } catch (WriteFailure failed) {
      failed(writer, List.of(batch), failed);
    }
  }

  private void failed(FieldWriter writer, List<Batch> batches, WriteFailure failed) {
    try {
      writer.failed(batches, failed);
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
