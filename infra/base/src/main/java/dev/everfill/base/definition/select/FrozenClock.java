package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Relation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code 'now'::timestamptz} becomes a constant when the text is read: the plan would keep that
 * moment for ever, while the same SELECT run tomorrow means tomorrow.
 */
final class FrozenClock {
  private static final Pattern MOMENT =
      Pattern.compile("'\\s*(now|today|tomorrow|yesterday)\\b[^']*'", Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME_CONSTANT =
      Pattern.compile("Constant\\[type=DataType\\[oid=(1082|1114|1184),");

  private FrozenClock() {}

  static void check(String select, Relation.Project plan, List<Refusal> refusals) {
    if (MOMENT.matcher(select).find() && TIME_CONSTANT.matcher(plan.toString()).find()) {
      refusals.add(
          new Refusal(
              "'now', 'today' and the like as a date or time are the moment of reading the SELECT",
              "write a fixed date, or use a column of the table"));
    }
  }
}
