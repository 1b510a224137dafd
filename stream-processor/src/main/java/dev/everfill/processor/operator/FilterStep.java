package dev.everfill.processor.operator;

import dev.everfill.base.definition.Relation;
import dev.everfill.processor.expression.Evaluator;
import dev.everfill.processor.expression.ExpressionCompiler;
import java.util.List;

/** Leaves out the rows for which a condition is not true. Keeps nothing. */
final class FilterStep implements RowStep {
  private final RowReader reader;
  private final Evaluator condition;
  private final RowStep next;

  FilterStep(Relation.Filter filter, RowStep next) {
    this.reader = new RowReader(filter.input().columns(), List.of(filter.condition()));
    this.condition = ExpressionCompiler.compile(filter.condition());
    this.next = next;
  }

  @Override
  public void present(byte[] key, String[] row, Cause cause) {
    if (Boolean.TRUE.equals(condition.evaluate(reader.read(row)))) {
      next.present(key, row, cause);
    } else {
      next.excluded(key, cause);
    }
  }

  @Override
  public void excluded(byte[] key, Cause cause) {
    next.excluded(key, cause);
  }

  @Override
  public void gone(byte[] key, Cause cause) {
    next.gone(key, cause);
  }

  @Override
  public void truncated(Cause cause) {
    next.truncated(cause);
  }

  @Override
  public void level(long level, Cause cause) {
    next.level(level, cause);
  }
}
