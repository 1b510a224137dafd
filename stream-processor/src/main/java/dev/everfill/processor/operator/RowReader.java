package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Expression;
import dev.everfill.processor.expression.TextForm;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Decodes those values of a row in text form that given expressions look at. */
final class RowReader {
  private final int width;
  private final int[] used;
  private final TextForm[] forms;

  RowReader(List<Column> columns, Collection<Expression> expressions) {
    Set<Integer> inputs = UsedInputs.of(expressions);
    this.width = columns.size();
    this.used = inputs.stream().mapToInt(Integer::intValue).toArray();
    this.forms =
        inputs.stream().map(i -> TextForm.of(columns.get(i).type())).toArray(TextForm[]::new);
  }

  /** The values at their positions; those that are not looked at are null. */
  Object[] read(String[] row) {
    Object[] values = new Object[width];
    for (int i = 0; i < used.length; i++) {
      String text = row[used[i]];
      values[used[i]] = text == null ? null : forms[i].decode(text);
    }
    return values;
  }
}
