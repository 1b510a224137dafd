package dev.everfill.sink.postgres;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.control.Progress;
import dev.everfill.base.control.ProgressStore;
import dev.everfill.base.control.QuarantineStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.postgres.WriteFailure.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The database that is written, over one connection. Every method is one transaction, or two where
 * that is said. Belongs to one thread; another one may {@link #run} a batch, and while it does, the
 * first may {@link #bind} the next one if its field is {@link #ready}, and {@link #settle} the one
 * before.
 */
public final class Target implements AutoCloseable {
  /** So many plain batches may go in one message. */
  public static final int TOGETHER = 4;

  private final TargetSession session;
  private final FieldStore fields;
  private final ProgressStore progress;
  private final QuarantineStore quarantine;
  private final Controls controls;
  private final BatchTransaction transactions;

  /**
   * @param pipeline the control schema and the replication origin
   * @param nanos the monotonic clock
   */
  public Target(
      Connections connections, String pipeline, LongSupplier nanos, Failpoints failpoints) {
    this.session = new TargetSession(connections, new Origin(pipeline), pipeline, nanos);
    this.fields = new FieldStore(pipeline);
    this.progress = new ProgressStore(pipeline);
    this.quarantine = new QuarantineStore(pipeline);
    this.controls = new Controls(pipeline);
    this.transactions = new BatchTransaction(session, pipeline, nanos, failpoints);
  }

  /** What people have asked of the fields. */
  public Map<FieldRef, FieldControl> controls() throws WriteFailure {
    return session.statement(null, controls::read);
  }

  /** Takes partitions of a topic over; whoever had them is fenced from now on. */
  public List<Progress> claim(FieldDefinition field, String topic, Collection<Integer> partitions)
      throws WriteFailure {
    List<Progress> claimed =
        session.statement(field, open -> progress.claim(open, topic, partitions));
    if (claimed.size() != partitions.size()) {
      throw new WriteFailure(
          Kind.FIELD,
          Reason.INTERNAL,
          "",
          "topic " + topic + " has partitions without a row in the table progress: " + partitions,
          null);
    }
    if (claimed.stream().anyMatch(one -> one.level() > 0)) {
      liveIfComplete(field);
    }
    return claimed;
  }

  /** Whether a batch of the field can be bound without asking PostgreSQL. */
  public boolean ready(FieldDefinition field) {
    return session.knows(field);
  }

  /**
   * Makes plain batches, whose rows have been given out, ready to be sent in one message. They are
   * to be run after the ones that were bound before them, if these have been written, or not at
   * all.
   *
   * @param batches 1 … {@link #TOGETHER}
   */
  public BoundBatches bind(FieldDefinition field, List<Batch> batches) throws WriteFailure {
    return transactions.bind(field, batches);
  }

  /**
   * Writes batches, each with the progress of before in a transaction of its own; PostgreSQL has
   * the next one at hand when it has committed the one before. The backlogs hear of it with {@link
   * #settle}. After a failure of kind {@link Kind#ROW} nothing is written if it was one batch; of
   * several the first ones may be, and after any other failure the batches' backlogs are of no use.
   */
  public List<Written> run(BoundBatches batches) throws WriteFailure {
    return transactions.run(batches);
  }

  /**
   * Tells the backlogs what became of batches that were run.
   *
   * @param written one for each batch
   */
  public void settle(BoundBatches batches, List<Written> written) {
    for (int i = 0; i < written.size(); i++) {
      BatchTransaction.settle(batches.transactions().get(i), written.get(i));
    }
  }

  /**
   * Writes the rows of a batch that is not plain, and the progress that follows from them, in one
   * transaction; if it makes the field live, that is said in a second one. After a failure of kind
   * {@link Kind#ROW} nothing is written and the batch's backlogs are as they were; after any other
   * they are of no use.
   */
  public Written write(FieldDefinition field, Batch batch) throws WriteFailure {
    List<Advance> steps = new java.util.ArrayList<>(batch.parts().size());
    Written written = transactions.write(field, batch, steps);
    if (steps.stream().anyMatch(step -> step.from().level() == 0 && step.to().level() > 0)) {
      liveIfComplete(field);
    }
    return written;
  }

  private void liveIfComplete(FieldDefinition field) throws WriteFailure {
    session.transaction(field, open -> fields.liveIfComplete(open, FieldRef.of(field)));
  }

  /**
   * The oldest quarantined rows that somebody wants tried again, by partition.
   *
   * @param limit of rows per partition
   */
  public Map<Integer, List<Pending>> requested(
      FieldDefinition field, String topic, Collection<Integer> partitions, int limit)
      throws WriteFailure {
    return session.statement(
        field,
        open -> {
          Map<Integer, List<Pending>> requested = new HashMap<>();
          for (int partition : partitions) {
            requested.put(
                partition,
                quarantine.requested(open, topic, partition, limit).stream()
                    .map(row -> Pending.again(row.key(), row.columns(), row.offset()))
                    .toList());
          }
          return requested;
        });
  }

  /** Records that a field has failed. */
  public void fail(FieldDefinition field, Reason reason, String message) throws WriteFailure {
    session.transaction(
        field,
        open -> {
          fields.state(open, FieldRef.of(field), FieldState.FAILED, reason.code(), message);
          return true;
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
