package dev.everfill.processor.expression;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Functions that make jsonb of other values. */
final class JsonbConstruction {
  /** The type of a string constant whose type nothing decided; it is taken as text. */
  private static final int UNKNOWN = 705;

  private JsonbConstruction() {}

  static void register(Registry registry) {
    registry
        .add("jsonb_build_object(\"any\")", JsonbConstruction::bindObject)
        .add("jsonb_build_object()", JsonbConstruction::bindObject)
        .add("jsonb_build_array(\"any\")", JsonbConstruction::bindArray)
        .add("jsonb_build_array()", JsonbConstruction::bindArray)
        .add(
            "to_jsonb(anyelement)",
            (call, arguments) ->
                Implementation.strict(converter(call.arguments().get(0).type())::apply)
                    .bind(call, arguments))
        .unary("jsonb_strip_nulls(jsonb)", j -> JsonbFunctions.stripNulls((Jsonb) j, false))
        .binary(
            "jsonb_strip_nulls(jsonb,boolean)",
            (j, arrays) -> JsonbFunctions.stripNulls((Jsonb) j, (Boolean) arrays))
        .binary("jsonb_concat(jsonb,jsonb)", (a, b) -> concat((Jsonb) a, (Jsonb) b));
  }

  /** Two objects become one; everything else becomes arrays that are joined. */
  private static Jsonb concat(Jsonb a, Jsonb b) {
    if (a.members() != null && b.members() != null) {
      Map<String, Jsonb> members = new HashMap<>(a.members());
      members.putAll(b.members());
      return Jsonb.object(members);
    }
    List<Jsonb> elements = new ArrayList<>(a.elements() == null ? List.of(a) : a.elements());
    elements.addAll(b.elements() == null ? List.of(b) : b.elements());
    return Jsonb.array(elements);
  }

  private static Evaluator bindArray(Call call, List<Evaluator> arguments) {
    List<Evaluator> values = values(call, arguments);
    return row -> {
      List<Jsonb> elements = new ArrayList<>(values.size());
      for (Evaluator value : values) {
        elements.add((Jsonb) value.evaluate(row));
      }
      return Jsonb.array(elements);
    };
  }

  private static Evaluator bindObject(Call call, List<Evaluator> arguments) {
    if (arguments.size() % 2 == 1) {
      throw new IllegalArgumentException("jsonb_build_object needs an even number of arguments");
    }
    List<Evaluator> values = values(call, arguments);
    List<Evaluator> keys = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      keys.add(key(call.arguments().get(i).type(), arguments.get(i)));
    }
    return row -> {
      Map<String, Jsonb> members = new HashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        Object key = keys.get(i).evaluate(row);
        if (key == null) {
          throw Failures.invalidParameter("argument " + (2 * i + 1) + ": key must not be null");
        }
        members.put((String) key, (Jsonb) values.get(2 * i + 1).evaluate(row));
      }
      return Jsonb.object(members);
    };
  }

  private static Evaluator key(DataType type, Evaluator argument) {
    if (type.oid() == UNKNOWN) {
      return argument;
    }
    return switch (type.kind()) {
      case TEXT, VARCHAR -> argument;
      case SMALLINT, INTEGER, BIGINT -> row -> TextForm.of(type).encode(argument.evaluate(row));
      default ->
          throw new IllegalArgumentException(
              "values of type " + type.name() + " cannot be keys of jsonb");
    };
  }

  /** The arguments as jsonb; NULL becomes JSON null. */
  private static List<Evaluator> values(Call call, List<Evaluator> arguments) {
    List<Evaluator> values = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Expression expression = call.arguments().get(i);
      Function<Object, Jsonb> converter = converter(expression.type());
      Evaluator argument = arguments.get(i);
      values.add(
          row -> {
            Object value = argument.evaluate(row);
            return value == null ? Jsonb.NULL : converter.apply(value);
          });
    }
    return values;
  }

  /** How values of a type become jsonb. */
  private static Function<Object, Jsonb> converter(DataType type) {
    if (type.oid() == UNKNOWN) {
      return Jsonb::of;
    }
    TextForm form = TextForm.of(type);
    return switch (type.kind()) {
      case JSONB -> value -> (Jsonb) value;
      case BOOLEAN, TEXT, VARCHAR, CHAR, UUID -> Jsonb::of;
      case SMALLINT, INTEGER, BIGINT -> value -> Jsonb.of(BigDecimal.valueOf((Long) value));
      case NUMERIC -> value -> Jsonb.of(value instanceof BigDecimal ? value : value.toString());
      case REAL, DOUBLE -> value -> number((Double) value, form.encode(value));
      case TIMESTAMP -> value -> Jsonb.of(DateTimeForm.timestamp((Long) value, 'T', ""));
      case TIMESTAMPTZ -> value -> Jsonb.of(DateTimeForm.timestamp((Long) value, 'T', "+00:00"));
      case DATE, INTERVAL -> value -> Jsonb.of(form.encode(value));
      case TEXT_ARRAY, VARCHAR_ARRAY -> value -> array((ArrayValue) value, Jsonb::of);
      case INTEGER_ARRAY, BIGINT_ARRAY ->
          value -> array((ArrayValue) value, e -> Jsonb.of(BigDecimal.valueOf((Long) e)));
      case OTHER ->
          throw new IllegalArgumentException(
              "values of type " + type.name() + " cannot be turned into jsonb");
    };
  }

  private static Jsonb number(double value, String text) {
    if (!Double.isFinite(value)) {
      return Jsonb.of(text);
    }
    BigDecimal decimal = new BigDecimal(text);
    return Jsonb.of(decimal.scale() < 0 ? decimal.setScale(0) : decimal);
  }

  private static Jsonb array(ArrayValue array, Function<Object, Jsonb> converter) {
    List<Jsonb> level = new ArrayList<>();
    for (Object element : array.elements()) {
      level.add(element == null ? Jsonb.NULL : converter.apply(element));
    }
    for (int d = array.dimensions().size() - 1; d > 0; d--) {
      level = grouped(level, array.dimensions().get(d).length());
    }
    return Jsonb.array(level);
  }

  private static List<Jsonb> grouped(List<Jsonb> elements, int size) {
    List<Jsonb> groups = new ArrayList<>();
    for (int from = 0; from < elements.size(); from += size) {
      groups.add(Jsonb.array(elements.subList(from, from + size)));
    }
    return groups;
  }
}
