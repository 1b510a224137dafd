package dev.everfill.sink.postgres;

import dev.everfill.base.control.Advance;
import dev.everfill.base.definition.FieldDefinition;
import java.util.List;

/** A plain batch that is ready to be sent, with the steps that are stored with it. Immutable. */
public final class BoundBatch {
  private final FieldDefinition field;
  private final Batch batch;
  private final List<Advance> steps;
  private final FieldStatement statement;
  private final FieldStatement.Bound bound;

  BoundBatch(
      FieldDefinition field,
      Batch batch,
      List<Advance> steps,
      FieldStatement statement,
      FieldStatement.Bound bound) {
    this.field = field;
    this.batch = batch;
    this.steps = List.copyOf(steps);
    this.statement = statement;
    this.bound = bound;
  }

  /** What was bound. */
  public Batch batch() {
    return batch;
  }

  FieldDefinition field() {
    return field;
  }

  /** One for each part. */
  List<Advance> steps() {
    return steps;
  }

  FieldStatement statement() {
    return statement;
  }

  FieldStatement.Bound bound() {
    return bound;
  }
}
