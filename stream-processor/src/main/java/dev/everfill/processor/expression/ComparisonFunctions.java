package dev.everfill.processor.expression;

import java.util.Comparator;
import java.util.Map;
import java.util.function.IntPredicate;

/** The functions behind =, &lt;&gt;, &lt;, &lt;=, &gt; and &gt;=. */
final class ComparisonFunctions {
  private static final Map<String, IntPredicate> OPERATIONS =
      Map.of(
          "eq", c -> c == 0,
          "ne", c -> c != 0,
          "lt", c -> c < 0,
          "le", c -> c <= 0,
          "gt", c -> c > 0,
          "ge", c -> c >= 0);

  private ComparisonFunctions() {}

  static void register(Registry registry) {
    Comparator<Object> longs = new LongOrder();
    for (IntegerWidth a : IntegerWidth.values()) {
      for (IntegerWidth b : IntegerWidth.values()) {
        all(registry, a.prefix(b), a.sqlName(), b.sqlName(), longs);
      }
    }
    Comparator<Object> doubles = new DoubleOrder();
    all(registry, "float4", "real", "real", doubles);
    all(registry, "float8", "double precision", "double precision", doubles);
    all(registry, "float48", "real", "double precision", doubles);
    all(registry, "float84", "double precision", "real", doubles);
    all(registry, "numeric_", "numeric", "numeric", NumericArithmetic::compare);
    all(registry, "bool", "boolean", "boolean", new BooleanOrder());
    all(registry, "uuid_", "uuid", "uuid", new TextOrder());
    registerTimes(registry, longs);
    registerText(registry);
    equality(registry, "bpchar", "", "character", (a, b) -> trimmed(a).equals(trimmed(b)));
    equality(registry, "jsonb", "_", "jsonb", Object::equals);
    equality(registry, "array", "_", "anyarray", Object::equals);
  }

  private static void registerTimes(Registry registry, Comparator<Object> longs) {
    String timestamp = "timestamp without time zone";
    all(registry, "date_", "date", "date", longs);
    all(registry, "timestamp_", timestamp, timestamp, longs);
    all(registry, "timestamptz_", "timestamp with time zone", "timestamp with time zone", longs);
    for (Map.Entry<String, IntPredicate> operation : OPERATIONS.entrySet()) {
      IntPredicate accept = operation.getValue();
      registry.binary(
          "date_" + operation.getKey() + "_timestamp(date," + timestamp + ")",
          (a, b) -> accept.test(dateToTimestamp((Long) a, (Long) b)));
      registry.binary(
          "timestamp_" + operation.getKey() + "_date(" + timestamp + ",date)",
          (a, b) -> accept.test(-dateToTimestamp((Long) b, (Long) a)));
    }
  }

  /** A date is its midnight; it may lie beyond the last timestamp. */
  private static int dateToTimestamp(long days, long micros) {
    if (DateTimeForm.infinite(days) || DateTimeForm.infinite(micros)) {
      return Long.compare(days, micros);
    }
    int byDay = Long.compare(days, Math.floorDiv(micros, DateTimeForm.DAY));
    return byDay != 0 ? byDay : -Long.signum(Math.floorMod(micros, DateTimeForm.DAY));
  }

  private static void registerText(Registry registry) {
    equality(registry, "text", "", "text", Object::equals);
    for (String operation : new String[] {"lt", "le", "gt", "ge"}) {
      IntPredicate accept = OPERATIONS.get(operation);
      Implementation ordered =
          Implementation.strict(
              (Object a, Object b) -> accept.test(TextOrder.compareText((String) a, (String) b)));
      registry.add(
          "text_" + operation + "(text,text)",
          (call, arguments) -> {
            Collations.requireByBytes("the operator " + call.name() + " of text", call.collation());
            return ordered.bind(call, arguments);
          });
    }
  }

  private static void all(
      Registry registry, String prefix, String a, String b, Comparator<Object> order) {
    for (Map.Entry<String, IntPredicate> operation : OPERATIONS.entrySet()) {
      IntPredicate accept = operation.getValue();
      String signature = prefix + operation.getKey() + "(" + a + "," + b + ")";
      registry.binary(signature, (x, y) -> accept.test(order.compare(x, y)));
    }
  }

  private static void equality(
      Registry registry, String prefix, String link, String type, Implementation.Binary equal) {
    String arguments = "(" + type + "," + type + ")";
    registry.binary(prefix + link + "eq" + arguments, equal);
    registry.binary(prefix + link + "ne" + arguments, (a, b) -> !(Boolean) equal.apply(a, b));
  }

  /** char(n) compares without the spaces at its end. */
  static String trimmed(Object padded) {
    String text = (String) padded;
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
