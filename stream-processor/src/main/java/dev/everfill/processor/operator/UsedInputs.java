package dev.everfill.processor.operator;

import dev.everfill.base.definition.Expression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which input columns expressions look at, so that only those are decoded. */
final class UsedInputs {
  private UsedInputs() {}

  static Set<Integer> of(Collection<Expression> expressions) {
    Set<Integer> used = new TreeSet<>();
    expressions.forEach(e -> collect(e, used));
    return used;
  }

  private static void collect(Expression expression, Set<Integer> used) {
    if (expression instanceof Expression.Input input) {
      used.add(input.index());
      return;
    }
    for (Expression part : parts(expression)) {
      collect(part, used);
    }
  }

  private static List<Expression> parts(Expression e) {
    if (e instanceof Expression.Constant || e instanceof Expression.CaseOperand) {
      return List.of();
    } else if (e instanceof Expression.Call call) {
      return call.arguments();
    } else if (e instanceof Expression.Relabel relabel) {
      return List.of(relabel.argument());
    } else if (e instanceof Expression.TextCast cast) {
      return List.of(cast.argument());
    } else if (e instanceof Expression.Collate collate) {
      return List.of(collate.argument());
    } else if (e instanceof Expression.Logical logical) {
      return logical.arguments();
    } else if (e instanceof Expression.NullTest test) {
      return List.of(test.argument());
    } else if (e instanceof Expression.BooleanTest test) {
      return List.of(test.argument());
    }
    return partsOfConditionals(e);
  }

  private static List<Expression> partsOfConditionals(Expression e) {
    if (e instanceof Expression.Case cases) {
      List<Expression> parts = new ArrayList<>();
      if (cases.operand() != null) {
        parts.add(cases.operand());
      }
      for (Expression.Branch branch : cases.branches()) {
        parts.add(branch.condition());
        parts.add(branch.result());
      }
      parts.add(cases.otherwise());
      return parts;
    } else if (e instanceof Expression.Coalesce coalesce) {
      return coalesce.arguments();
    } else if (e instanceof Expression.Extreme extreme) {
      return extreme.arguments();
    } else if (e instanceof Expression.NullIf nullIf) {
      return List.of(nullIf.equality());
    } else if (e instanceof Expression.Distinct distinct) {
      return List.of(distinct.equality());
    } else if (e instanceof Expression.Quantified quantified) {
      return List.of(quantified.comparison());
    } else if (e instanceof Expression.ArrayOf array) {
      return array.elements();
    }
    throw new IllegalArgumentException("unknown expression " + e);
  }
}
