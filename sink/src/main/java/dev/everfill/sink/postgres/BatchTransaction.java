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
import dev.everfill.sink.postgres.WriteFailure.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The transaction that writes rows: the field's statement, the quarantine if it has to do with
 * them, and the progress that follows. The progress row is written last, so that other instances'
 * rows of the same table wait for nobody longer than for the commit; the two are sent together.
 *
 * <p>It commits asynchronously ({@link SinkSession}), since rows and progress are lost or kept
 * together; a transaction that stores a level waits for the log to be flushed ({@code SET LOCAL
 * synchronous_commit}), since a level is a promise to others.
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
    return Failures.as(first ? Kind.RETRY : Kind.FIELD, refused);
  }

  private record Inside(List<Settled> settled, Share share, long started) {}

  /**
   * @param steps gets the steps that are stored
   */
  Written write(FieldDefinition field, Batch batch, List<Advance> steps) throws WriteFailure {
    failpoints.reached(Failpoints.BEFORE_BATCH);
    Inside inside;
    try {
      inside = session.transaction(field, open -> inside(open, field, batch, steps));
    } catch (WriteFailure failure) {
      boolean atCommit = failure.kind() == Kind.ROW && !steps.isEmpty();
      throw atCommit ? tooLate(field, failure) : failure;
    }
    failpoints.reached(Failpoints.AFTER_COMMIT);
    long held = nanos.getAsLong() - inside.started();
    batch.committed();
    return new Written(inside.settled(), held, inside.share());
  }

  private Inside inside(Connection open, FieldDefinition field, Batch batch, List<Advance> steps)
      throws SQLException, WriteFailure {
    FieldStatement statement = session.statement(open, field);
    long started = nanos.getAsLong();
    List<Settled> settled = statement.write(batch.rows());
    if (early.contains(FieldRef.of(field))) {
      Sql.on(open).execute("SET CONSTRAINTS ALL IMMEDIATE");
    }
    boolean[] refused = new boolean[1];
    for (Admitted one : admitted(open, field, batch, settled)) {
      refused[0] |= one.kept() > 0;
      steps.add(one.part().backlog().settle(one.settled(), one.kept()));
    }
    return new Inside(settled, store(open, field, steps, refused[0]), started);
  }

  private record Admitted(Part part, List<Settled> settled, int kept) {}

  /** Before any backlog is told: whatever PostgreSQL says of rows must leave them as they were. */
  private List<Admitted> admitted(
      Connection open, FieldDefinition field, Batch batch, List<Settled> settled)
      throws SQLException {
    List<Admitted> admitted = new java.util.ArrayList<>(batch.parts().size());
    int from = 0;
    for (Part part : batch.parts()) {
      List<Settled> own = settled.subList(from, from + part.rows().size());
      admitted.add(new Admitted(part, own, ward.admit(open, FieldRef.of(field), part, own)));
      from += part.rows().size();
    }
    return admitted;
  }

  /** Commits too, unless the share in quarantine is to be counted with it. */
  private Share store(Connection open, FieldDefinition field, List<Advance> steps, boolean refused)
      throws SQLException, WriteFailure {
    if (steps.stream().anyMatch(step -> step.from().highOffset() == 0)) {
      fields.backfilling(open, FieldRef.of(field));
    }
    if (steps.stream().anyMatch(step -> step.to().level() > step.from().level())) {
      Sql.on(open).fetch("SELECT pg_catalog.set_config('synchronous_commit', 'local', true)");
    }
    failpoints.reached(Failpoints.BEFORE_COMMIT);
    boolean stored =
        refused ? progress.advance(open, steps) : progress.advanceAndCommit(open, steps);
    if (!stored) {
      throw Failures.fenced(field);
    }
    return refused ? quarantine.share(open, FieldRef.of(field)) : null;
  }
}
