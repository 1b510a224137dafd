package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Syntax;
import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.definition.catalog.FunctionFacts;
import dev.everfill.base.definition.catalog.OperatorFacts;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/** Reads calls of functions and operators, and refuses those that the evaluator does not have. */
final class CallReader {
  private static final int UNKNOWN = -1;

  private final ExpressionReader expressions;

  CallReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  Expression function(Node.Struct node) throws SQLException {
    FunctionFacts function = expressions.catalog().function(node.oid("funcid"));
    if (node.flag("funcvariadic")) {
      throw new Refusal(function.name() + "(VARIADIC …) is not supported");
    }
    List<Expression> arguments = expressions.all(node.structs("args"));
    check(function, arguments);
    long collation =
        Collations.check(expressions.catalog(), function.name(), node.oid("inputcollid"));
    Syntax syntax =
        switch (node.number("funcformat")) {
          case 1 -> Syntax.EXPLICIT_CAST;
          case 2 -> Syntax.IMPLICIT_CAST;
          case 3 -> Syntax.SQL;
          default -> Syntax.FUNCTION;
        };
    DataType type =
        expressions.catalog().type(node.oid("funcresulttype"), typmod(node, syntax, arguments));
    boolean cast = syntax == Syntax.EXPLICIT_CAST || syntax == Syntax.IMPLICIT_CAST;
    String name = cast ? type.name() : function.name();
    return new Expression.Call(function.signature(), syntax, name, arguments, type, collation);
  }

  Expression.Call operator(Node.Struct node) throws SQLException {
    return operator(node, node.oid("opresulttype"));
  }

  /** The comparison of ANY and ALL; it gives a boolean. */
  Expression.Call quantified(Node.Struct node) throws SQLException {
    return operator(node, 16);
  }

  private Expression.Call operator(Node.Struct node, long resultType) throws SQLException {
    OperatorFacts operator = expressions.catalog().operator(node.oid("opno"));
    FunctionFacts function = expressions.catalog().function(operator.function());
    if (!operator.schema().equals("pg_catalog")) {
      throw new Refusal(
          "the operator " + operator.schema() + "." + operator.name() + " is not supported");
    }
    List<Expression> arguments = expressions.all(node.structs("args"));
    check(function, arguments);
    long collation =
        Collations.check(expressions.catalog(), operator.name(), node.oid("inputcollid"));
    DataType type = expressions.catalog().type(resultType, UNKNOWN);
    return new Expression.Call(
        function.signature(), Syntax.OPERATOR, operator.name(), arguments, type, collation);
  }

  private void check(FunctionFacts function, List<Expression> arguments) {
    if (function.returnsSet()) {
      throw new Refusal("the set-returning function " + function.signature() + " is not supported");
    }
    if (!function.volatility().equals("i")) {
      Volatility.check(function, arguments);
    }
    if (!expressions.functions().supports(function.signature())) {
      throw unknown(function, expressions.functions());
    }
  }

  static Refusal unknown(FunctionFacts function, SupportedFunctions functions) {
    TreeSet<String> near = new TreeSet<>();
    for (String signature : functions.all()) {
      if (signature.startsWith(function.name() + "(")) {
        near.add(signature);
      }
    }
    return new Refusal(
        "the function " + function.signature() + " is not supported",
        near.isEmpty()
            ? "supported are: " + String.join(", ", new TreeSet<>(functions.all()))
            : "supported are: " + String.join(", ", near));
  }

  /** A cast to a type with a modifier, such as varchar(10), has the modifier as second argument. */
  private static int typmod(Node.Struct node, Syntax syntax, List<Expression> arguments) {
    boolean cast = syntax == Syntax.EXPLICIT_CAST || syntax == Syntax.IMPLICIT_CAST;
    if (cast
        && arguments.size() > 1
        && arguments.get(1) instanceof Expression.Constant constant
        && constant.type().kind() == DataType.Kind.INTEGER
        && constant.text() != null) {
      return Integer.parseInt(constant.text());
    }
    return UNKNOWN;
  }
}
