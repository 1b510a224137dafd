package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Call;
import java.util.List;

/** Turns expressions into closures over the row's values. Stateless. */
public final class ExpressionCompiler {
  /** The value that a CASE's conditions compare; null outside of a simple CASE. */
  private final Evaluator caseOperand;

  private ExpressionCompiler(Evaluator caseOperand) {
    this.caseOperand = caseOperand;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException naming what cannot be computed: a function that the library
   *     does not have, a cast, a collation's order
   */
  public static Evaluator compile(Expression expression) {
    return new ExpressionCompiler(null).of(expression);
  }

  private Evaluator of(Expression expression) {
    if (expression instanceof Expression.Input input) {
      int index = input.index();
      return row -> row[index];
    } else if (expression instanceof Expression.Constant constant) {
      Object value = TextForm.of(constant.type()).decode(constant.text());
      return row -> value;
    } else if (expression instanceof Call call) {
      return bind(call, all(call.arguments()));
    } else if (expression instanceof Expression.Relabel relabel) {
      return Casts.relabel(of(relabel.argument()), relabel.argument().type(), relabel.type());
    } else if (expression instanceof Expression.Collate collate) {
      return of(collate.argument());
    } else if (expression instanceof Expression.TextCast cast) {
      return Casts.throughText(of(cast.argument()), cast.argument().type(), cast.type());
    } else if (expression instanceof Expression.CaseOperand) {
      return caseOperand;
    } else {
      return conditional(expression);
    }
  }

  private Evaluator conditional(Expression expression) {
    if (expression instanceof Expression.Logical logical) {
      return Conditions.logical(logical.connective(), all(logical.arguments()));
    } else if (expression instanceof Expression.NullTest test) {
      return Conditions.nullTest(of(test.argument()), test.negated());
    } else if (expression instanceof Expression.BooleanTest test) {
      return Conditions.booleanTest(of(test.argument()), test.truth(), test.negated());
    } else if (expression instanceof Expression.Case choice) {
      return choice(choice);
    } else if (expression instanceof Expression.Coalesce coalesce) {
      return Conditions.coalesce(all(coalesce.arguments()));
    } else if (expression instanceof Expression.NullIf nullIf) {
      List<Evaluator> sides = all(nullIf.equality().arguments());
      return Conditions.nullIf(sides.get(0), sides.get(1), overPair(nullIf.equality()));
    } else if (expression instanceof Expression.Distinct distinct) {
      List<Evaluator> sides = all(distinct.equality().arguments());
      return Conditions.distinct(sides.get(0), sides.get(1), overPair(distinct.equality()));
    } else {
      return overMany(expression);
    }
  }

  private Evaluator overMany(Expression expression) {
    if (expression instanceof Expression.Extreme extreme) {
      ValueOrder order = Collations.order(extreme.type(), extreme.collation());
      return Conditions.extreme(all(extreme.arguments()), order, extreme.greatest());
    } else if (expression instanceof Expression.Quantified quantified) {
      List<Evaluator> sides = all(quantified.comparison().arguments());
      Evaluator comparison = overPair(quantified.comparison());
      return Conditions.quantified(sides.get(0), sides.get(1), comparison, quantified.any());
    } else if (expression instanceof Expression.ArrayOf array) {
      return Conditions.arrayOf(all(array.elements()));
    }
    throw new IllegalArgumentException("no evaluation of " + expression.getClass().getName());
  }

  /** The operand is pure, so each condition may compute it anew. */
  private Evaluator choice(Expression.Case choice) {
    Evaluator operand = choice.operand() == null ? caseOperand : of(choice.operand());
    ExpressionCompiler inside = new ExpressionCompiler(operand);
    return Conditions.choice(
        choice.branches().stream().map(b -> inside.of(b.condition())).toList(),
        choice.branches().stream().map(b -> of(b.result())).toList(),
        of(choice.otherwise()));
  }

  private List<Evaluator> all(List<Expression> expressions) {
    return expressions.stream().map(this::of).toList();
  }

  /** The function as an evaluator over a row of its two arguments. */
  private static Evaluator overPair(Call call) {
    return bind(call, List.of(row -> row[0], row -> row[1]));
  }

  private static Evaluator bind(Call call, List<Evaluator> arguments) {
    Implementation implementation = FunctionLibrary.find(call.function());
    if (implementation == null) {
      throw new IllegalArgumentException("the function " + call.function() + " is not supported");
    }
    return implementation.bind(call, arguments);
  }
}
