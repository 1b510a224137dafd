package dev.everfill.sink.postgres;

import dev.everfill.base.control.Advance;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.sink.coalesce.Pending;
import java.util.List;

/**
 * Plain batches of one field that are ready to be sent in one message, each a transaction of its
 * own. Immutable.
 */
public final class BoundBatches {
  /**
   * A batch and the steps that are stored with it, one for each part.
   *
   * @param rows of all parts
   */
  record Transaction(Batch batch, List<Advance> steps, List<Pending> rows) {
    /** The batch's backlogs step on. */
    static Transaction of(Batch batch) {
      List<Advance> steps = batch.parts().stream().map(part -> part.backlog().step()).toList();
      return new Transaction(batch, steps, batch.rows());
    }

    /** How many values of each part there are to write. */
    List<Integer> values() {
      return batch.parts().stream()
          .map(part -> (int) part.rows().stream().filter(Pending::isValue).count())
          .toList();
    }
  }

  private final FieldDefinition field;
  private final FieldStatement statement;
  private final FieldStatement.Bound bound;

  BoundBatches(FieldDefinition field, FieldStatement statement, FieldStatement.Bound bound) {
    this.field = field;
    this.statement = statement;
    this.bound = bound;
  }

  /** What was bound, in the order in which it is written. */
  public List<Batch> batches() {
    return transactions().stream().map(Transaction::batch).toList();
  }

  FieldDefinition field() {
    return field;
  }

  List<Transaction> transactions() {
    return bound.transactions();
  }

  FieldStatement statement() {
    return statement;
  }

  FieldStatement.Bound bound() {
    return bound;
  }
}
