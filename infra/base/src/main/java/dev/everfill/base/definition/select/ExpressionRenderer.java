package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Expression;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Writes expressions as SQL, with all parentheses; implicit casts are left to PostgreSQL again. */
final class ExpressionRenderer {
  private final List<String> inputs;
  private final LongFunction<String> collations;
  private final CallRenderer calls = new CallRenderer(this);

  /**
   * In one scope.
   *
   * @param inputs what stands for each input column
   */
  ExpressionRenderer(List<String> inputs, LongFunction<String> collations) {
    this.inputs = List.copyOf(inputs);
    this.collations = collations;
  }

  String render(Expression expression) {
    if (expression instanceof Expression.Input input) {
      return inputs.get(input.index());
    }
    if (expression instanceof Expression.Constant constant) {
      return constant(constant);
    }
    if (expression instanceof Expression.Call call) {
      return calls.call(call);
    }
    if (expression instanceof Expression.Quantified quantified) {
      return calls.quantified(quantified);
    }
    if (expression instanceof Expression.Relabel relabel) {
      return cast(relabel.argument(), relabel.type().name(), relabel.explicit());
    }
    if (expression instanceof Expression.TextCast cast) {
      return cast(cast.argument(), cast.type().name(), cast.explicit());
    }
    if (expression instanceof Expression.Case conditional) {
      return conditional(conditional);
    }
    return logic(expression);
  }

  private String logic(Expression expression) {
    if (expression instanceof Expression.Logical logical) {
      return logical.connective() == Expression.Connective.NOT
          ? "(NOT " + render(logical.arguments().get(0)) + ")"
          : "(" + list(logical.arguments(), " " + logical.connective() + " ") + ")";
    }
    if (expression instanceof Expression.NullTest test) {
      return "(" + render(test.argument()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
    }
    if (expression instanceof Expression.BooleanTest test) {
      String is = test.negated() ? " IS NOT " : " IS ";
      return "(" + render(test.argument()) + is + test.truth() + ")";
    }
    if (expression instanceof Expression.Distinct distinct) {
      return "(" + list(distinct.equality().arguments(), " IS DISTINCT FROM ") + ")";
    }
    if (expression instanceof Expression.NullIf nullIf) {
      return "NULLIF(" + list(nullIf.equality().arguments(), ", ") + ")";
    }
    return several(expression);
  }

  private String several(Expression expression) {
    if (expression instanceof Expression.Coalesce coalesce) {
      return "COALESCE(" + list(coalesce.arguments(), ", ") + ")";
    }
    if (expression instanceof Expression.Extreme extreme) {
      return (extreme.greatest() ? "GREATEST(" : "LEAST(") + list(extreme.arguments(), ", ") + ")";
    }
    if (expression instanceof Expression.ArrayOf array) {
      String type = array.elements().isEmpty() ? "::" + array.type().name() : "";
      return array.elements().stream()
          .map(this::element)
          .collect(Collectors.joining(", ", "ARRAY[", "]" + type));
    }
    if (expression instanceof Expression.Collate collate) {
      String name = collations.apply(collate.collation());
      return "(" + render(collate.argument()) + " COLLATE " + name + ")";
    }
    throw new IllegalArgumentException("cannot be written as SQL: " + expression);
  }

  /** An array has the type of its elements as written, so their casts must be written. */
  private String element(Expression element) {
    if (element instanceof Expression.Call call
        && call.syntax() == Expression.Syntax.IMPLICIT_CAST) {
      return cast(call.arguments().get(0), call.type().name(), true);
    }
    if (element instanceof Expression.Relabel relabel) {
      return cast(relabel.argument(), relabel.type().name(), true);
    }
    if (element instanceof Expression.TextCast cast) {
      return cast(cast.argument(), cast.type().name(), true);
    }
    return render(element);
  }

  String cast(Expression argument, String type, boolean explicit) {
    return explicit ? "CAST(" + render(argument) + " AS " + type + ")" : render(argument);
  }

  /** In the simple form only the right side of each comparison is written. */
  private String conditional(Expression.Case conditional) {
    StringBuilder sql = new StringBuilder("CASE");
    if (conditional.operand() != null) {
      sql.append(' ').append(render(conditional.operand()));
    }
    for (Expression.Branch branch : conditional.branches()) {
      Expression condition = branch.condition();
      if (conditional.operand() != null) {
        if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
          throw new IllegalArgumentException("cannot be written as WHEN: " + condition);
        }
        condition = call.arguments().get(1);
      }
      sql.append(" WHEN ").append(render(condition));
      sql.append(" THEN ").append(render(branch.result()));
    }
    return sql.append(" ELSE ").append(render(conditional.otherwise())).append(" END").toString();
  }

  private static String constant(Expression.Constant constant) {
    String value = constant.text() == null ? "NULL" : Sql.string(constant.text());
    // An undecided string stays one only if nothing is said about its type.
    return constant.type().oid() == Datum.UNKNOWN
        ? value
        : "CAST(" + value + " AS " + constant.type().name() + ")";
  }

  String list(List<Expression> expressions, String separator) {
    return expressions.stream().map(this::render).collect(Collectors.joining(separator));
  }
}
