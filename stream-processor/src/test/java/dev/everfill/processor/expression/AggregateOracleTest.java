package dev.everfill.processor.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Relation.AggregateCall;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every aggregate, and the order of its values in memory and as bytes, against PostgreSQL. */
class AggregateOracleTest {
  private static final long SEED = Long.getLong("seed", 3L);
  private Oracle oracle;

  @BeforeEach
  void connect() throws SQLException {
    oracle = new Oracle();
  }

  @AfterEach
  void disconnect() throws SQLException {
    oracle.close();
  }

  @TestFactory
  Stream<DynamicTest> everyAggregateAgreesWithPostgres() {
    return AggregateFunctions.signatures().stream()
        .map(name -> DynamicTest.dynamicTest(name + " seed " + SEED, () -> agrees(name)));
  }

  private void agrees(String signature) throws SQLException {
    String name = signature.substring(0, signature.indexOf('('));
    String inside = signature.substring(signature.indexOf('(') + 1, signature.length() - 1);
    boolean counts = name.equals("count");
    String type = counts ? "text" : inside;
    String sql = "SELECT (" + name + "(" + (inside.isEmpty() ? "*" : "v") + "))::text";
    AggregateCall call = call(signature, name, oracle.type(type));
    NastyValues values = new NastyValues(SEED + signature.hashCode());
    for (int group = 0; group < 300; group++) {
      List<String> inputs = new ArrayList<>();
      for (int i = group % 7; i > 0; i--) {
        inputs.add(values.next(type));
      }
      List<List<String>> printed = cast(type, inputs);
      String collate = type.equals("text") ? " COLLATE \"C\"" : "";
      String from = " FROM (SELECT unnest(?::text[])::" + type + collate + " AS v) s";
      String theirs = failureOr(sql + from, array(inputs));
      List<Object> decoded = new ArrayList<>();
      printed.forEach(row -> decoded.add(TextForm.of(call.argument().type()).decode(row.get(0))));
      String mine = result(call, decoded, inside.isEmpty());
      if (type.equals("numeric") && !name.equals("sum") && mine != null && !mine.equals(theirs)) {
        // Of equal numbers PostgreSQL gives any one's scale.
        assertThat(new java.math.BigDecimal(mine)).isEqualByComparingTo(theirs);
      } else if (!("-0".equals(mine) || "-0".equals(theirs))) {
        assertThat(mine).as(signature + inputs).isEqualTo(theirs);
      }
    }
  }

  private String failureOr(String sql, String array) throws SQLException {
    try {
      return oracle.query(sql, array).get(0).get(0);
    } catch (SQLException e) {
      return "error " + e.getSQLState();
    }
  }

  private static AggregateCall call(String signature, String name, DataType type) {
    return new AggregateCall(signature, name, new Expression.Input(0, type), null, type, 950);
  }

  private List<List<String>> cast(String type, List<String> values) throws SQLException {
    return oracle.query("SELECT unnest(?::text[])::" + type + "::text", array(values));
  }

  private static String array(List<String> values) {
    return TextForm.of(DataType.Kind.TEXT_ARRAY).encode(ArrayValue.of(new ArrayList<>(values)));
  }

  /** Adds everything and something more, takes that away again, in two parts that are merged. */
  private static String result(AggregateCall call, List<Object> values, boolean rows) {
    List<Object> there = values.stream().filter(Objects::nonNull).toList();
    switch (AggregateFunctions.family(call)) {
      case COUNT:
        return Integer.toString(rows ? values.size() : there.size());
      case SUM:
        return sum(call, there);
      default:
        ValueOrder order = AggregateFunctions.order(call);
        boolean max = AggregateFunctions.family(call) == AggregateFunctions.Family.MAX;
        Object best = there.stream().max(max ? order : order.reversed()).orElse(null);
        return TextForm.of(call.type()).encode(best);
    }
  }

  private static String sum(AggregateCall call, List<Object> there) {
    NumericSum left =
        NumericSum.EMPTY.add(new java.math.BigDecimal("1.2345678")).add(SpecialNumber.NAN);
    NumericSum right = NumericSum.EMPTY;
    for (int i = 0; i < there.size(); i++) {
      left = i % 2 == 0 ? left.add(there.get(i)) : left;
      right = i % 2 == 1 ? right.add(there.get(i)) : right;
    }
    left = left.remove(SpecialNumber.NAN).remove(new java.math.BigDecimal("1.2345678"));
    NumericSum both = NumericSum.fromText(left.plus(right).toText());
    assertThat(both.minus(right)).isEqualTo(left);
    try {
      Object value = AggregateFunctions.sum(call, both);
      return value instanceof Long
          ? value.toString()
          : TextForm.of(DataType.Kind.NUMERIC).encode(value);
    } catch (EvaluationException e) {
      return "error " + e.sqlState();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyOrderIsPostgresOrderInMemoryAndAsBytes() {
    return Stream.of(
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "real",
            "double precision",
            "date",
            "timestamp without time zone",
            "timestamp with time zone",
            "text",
            "uuid",
            "boolean")
        .map(type -> DynamicTest.dynamicTest(type + " seed " + SEED, () -> ordered(type)));
  }

  private void ordered(String type) throws SQLException {
    NastyValues values = new NastyValues(SEED + type.hashCode());
    List<String> inputs = new ArrayList<>();
    while (inputs.size() < 1_500) {
      String value = values.next(type);
      if (value != null) {
        inputs.add(value);
      }
    }
    String collate = type.equals("text") ? " COLLATE \"C\"" : "";
    List<List<String>> sorted =
        oracle.query(
            "SELECT format('%s', v), rank() OVER (ORDER BY v"
                + collate
                + ") FROM unnest(?::text[]) t,"
                + " LATERAL (SELECT t::"
                + type
                + " AS v) s ORDER BY 2",
            array(inputs));
    DataType dataType = oracle.type(type);
    ValueOrder order = ValueOrder.of(dataType);
    TextForm form = TextForm.of(dataType);
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      List<String> a = sorted.get(random.nextInt(sorted.size()));
      List<String> b = sorted.get(i % 2 == 0 ? random.nextInt(sorted.size()) : sorted.indexOf(a));
      compare(order, form, a, b);
    }
  }

  private static void compare(ValueOrder order, TextForm form, List<String> a, List<String> b) {
    int expected = Long.signum(Long.parseLong(a.get(1)) - Long.parseLong(b.get(1)));
    Object left = form.decode(a.get(0));
    Object right = form.decode(b.get(0));
    assertThat(Integer.signum(order.compare(left, right))).as(a + " " + b).isEqualTo(expected);
    byte[] bytes = order.encode(left);
    byte[] other = order.encode(right);
    if (expected != 0) {
      int mismatch = Arrays.mismatch(bytes, other);
      assertThat(mismatch)
          .as("no prefix: " + a + b)
          .isLessThan(Math.min(bytes.length, other.length));
      assertThat(Integer.signum(Arrays.compareUnsigned(bytes, other)))
          .as(a + " " + b)
          .isEqualTo(expected);
    } else {
      assertThat(Arrays.equals(bytes, other)).isEqualTo(a.get(0).equals(b.get(0)));
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
    assertThat(order.length(longer)).isEqualTo(bytes.length);
    assertThat(form.encode(order.decode(longer))).isEqualTo(a.get(0));
  }
}
