package dev.everfill.sink.postgres;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.control.ProgressStore;
import dev.everfill.base.control.QuarantineStore;
import dev.everfill.base.control.QuarantineStore.Share;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Sql;
import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.postgres.BoundBatches.Transaction;
import dev.everfill.sink.postgres.WriteFailure.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The transaction that writes rows. Usually it is one message, in which the progress of before goes
 * with the rows: what is stored may lag behind, never run ahead. A level, rows that are refused or
 * leave the quarantine, and the first rows of all need steps in between, and exact progress.
 *
 * <p>It commits asynchronously ({@link SinkSession}), since rows and progress are lost or kept
 * together; a transaction that stores a level waits for the log to be flushed ({@link
 * ProgressStore#advance}), since a level is a promise to others, and usually has no rows.
 */
final class BatchTransaction {
  private final TargetSession session;
  private final FieldStore fields;
  private final ProgressStore progress;
  private final QuarantineStore quarantine;
  private final Ward ward;
  private final LongSupplier nanos;
  private final Failpoints failpoints;

  /** Fields whose rows were once refused at COMMIT: their deferred constraints are asked early. */
  private final Set<FieldRef> early = new HashSet<>();

  BatchTransaction(
      TargetSession session, String pipeline, LongSupplier nanos, Failpoints failpoints) {
    this.session = session;
    this.fields = new FieldStore(pipeline);
    this.progress = new ProgressStore(pipeline);
    this.quarantine = new QuarantineStore(pipeline);
    this.ward = new Ward(pipeline);
    this.nanos = nanos;
    this.failpoints = failpoints;
  }

  /** The backlogs have been told already. */
  private WriteFailure tooLate(FieldDefinition field, WriteFailure refused) {
    boolean first = early.add(FieldRef.of(field));
    return refused.as(first ? Kind.RETRY : Kind.FIELD);
  }

  private record Inside(List<Settled> settled, Share share, long started) {}

  /** Binds plain batches; asks PostgreSQL only if the field's statements are not prepared yet. */
  BoundBatches bind(FieldDefinition field, List<Batch> batches) throws WriteFailure {
    FieldStatement statement = session.prepared(field);
    List<Transaction> transactions = batches.stream().map(Transaction::of).toList();
    try {
      return new BoundBatches(field, statement, statement.bind(transactions));
    } catch (SQLException | RuntimeException failed) {
      throw Failures.sort(field, failed);
    }
  }

  /** Tells no backlog: they are another thread's. */
  List<Written> run(BoundBatches batches) throws WriteFailure {
    failpoints.reached(Failpoints.BEFORE_BATCH);
    List<Written> written =
        session.transaction(
            batches.field(),
            open -> {
              failpoints.reached(Failpoints.BEFORE_COMMIT);
              return batches.statement().run(batches.bound());
            });
    failpoints.reached(Failpoints.AFTER_COMMIT);
    return written;
  }

  /** Tells the backlogs what became of a batch that was run. */
  static void settle(Transaction transaction, Written written) {
    Batch batch = transaction.batch();
    List<List<Settled>> settled = byPart(batch, written.rows());
    for (int i = 0; i < settled.size(); i++) {
      batch.parts().get(i).backlog().stored(transaction.steps().get(i), settled.get(i));
    }
  }

  /**
   * Writes a batch that is not plain.
   *
   * @param steps gets the steps that may bring a level
   */
  Written write(FieldDefinition field, Batch batch, List<Advance> steps) throws WriteFailure {
    failpoints.reached(Failpoints.BEFORE_BATCH);
    Inside inside = inside(field, batch, steps);
    failpoints.reached(Failpoints.AFTER_COMMIT);
    return new Written(inside.settled(), nanos.getAsLong() - inside.started(), inside.share());
  }

  private Inside inside(FieldDefinition field, Batch batch, List<Advance> steps)
      throws WriteFailure {
    if (batch.isNews()) {
      return news(field, batch, steps);
    }
    return stepByStep(field, session.prepared(field), batch, steps);
  }

  /** No row is held, so that a level may wait for the log to be flushed. */
  private Inside news(FieldDefinition field, Batch batch, List<Advance> steps) throws WriteFailure {
    for (Part part : batch.parts()) {
      steps.add(part.backlog().settle(List.of(), 0));
    }
    if (begins(steps)) {
      session.transaction(
          field,
          open -> {
            fields.backfilling(open, FieldRef.of(field));
            return true;
          });
    }
    failpoints.reached(Failpoints.BEFORE_COMMIT);
    long started = nanos.getAsLong();
    try {
      session.statement(
          field,
          open -> {
            progress.advance(open, steps, level(steps));
            return true;
          });
    } catch (WriteFailure failure) {
      // Nothing is to be found by halving a batch without rows.
      throw failure.kind() == Kind.ROW ? failure.as(Kind.FIELD) : failure;
    }
    batch.committed();
    return new Inside(List.of(), null, started);
  }

  private static boolean begins(List<Advance> steps) {
    return steps.stream().anyMatch(step -> step.from().highOffset() == 0);
  }

  private static boolean level(List<Advance> steps) {
    return steps.stream().anyMatch(step -> step.to().level() > step.from().level());
  }

  private Inside stepByStep(
      FieldDefinition field, FieldStatement statement, Batch batch, List<Advance> steps)
      throws WriteFailure {
    try {
      Inside inside =
          session.transaction(field, open -> inside(open, field, statement, batch, steps));
      batch.committed();
      return inside;
    } catch (WriteFailure failure) {
      boolean atCommit = failure.kind() == Kind.ROW && !steps.isEmpty();
      throw atCommit ? tooLate(field, failure) : failure;
    }
  }

  private Inside inside(
      Connection open,
      FieldDefinition field,
      FieldStatement statement,
      Batch batch,
      List<Advance> steps)
      throws SQLException, WriteFailure {
    List<Settled> settled = statement.write(batch.rows());
    if (early.contains(FieldRef.of(field))) {
      Sql.on(open).execute("SET CONSTRAINTS ALL IMMEDIATE");
    }
    boolean[] refused = new boolean[1];
    for (Admitted one : admitted(open, field, batch, settled)) {
      refused[0] |= one.kept() > 0;
      steps.add(one.part().backlog().settle(one.settled(), one.kept()));
    }
    store(open, field, steps);
    Share share = refused[0] ? quarantine.share(open, FieldRef.of(field)) : null;
    failpoints.reached(Failpoints.BEFORE_COMMIT);
    return new Inside(settled, share, statement.begun());
  }

  private record Admitted(Part part, List<Settled> settled, int kept) {}

  /** Before any backlog is told: whatever PostgreSQL says of rows must leave them as they were. */
  private List<Admitted> admitted(
      Connection open, FieldDefinition field, Batch batch, List<Settled> settled)
      throws SQLException {
    List<List<Settled>> byPart = byPart(batch, settled);
    List<Admitted> admitted = new ArrayList<>(byPart.size());
    for (int i = 0; i < byPart.size(); i++) {
      Part part = batch.parts().get(i);
      List<Settled> own = byPart.get(i);
      admitted.add(new Admitted(part, own, ward.admit(open, FieldRef.of(field), part, own)));
    }
    return admitted;
  }

  private static List<List<Settled>> byPart(Batch batch, List<Settled> settled) {
    List<List<Settled>> byPart = new ArrayList<>(batch.parts().size());
    int from = 0;
    for (Part part : batch.parts()) {
      int until = from + part.rows().size();
      byPart.add(settled.subList(from, until));
      from = until;
    }
    return byPart;
  }

  private void store(Connection open, FieldDefinition field, List<Advance> steps)
      throws SQLException {
    if (begins(steps)) {
      fields.backfilling(open, FieldRef.of(field));
    }
    progress.advance(open, steps, level(steps));
  }
}
