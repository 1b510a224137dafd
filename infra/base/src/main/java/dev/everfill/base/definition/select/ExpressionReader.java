package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Branch;
import dev.everfill.base.definition.Expression.Connective;
import dev.everfill.base.definition.Expression.Truth;
import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns analysed expressions into typed ones, in one scope. */
final class ExpressionReader {
  private static final Truth[] TRUTHS = {
    Truth.TRUE, Truth.TRUE, Truth.FALSE, Truth.FALSE, Truth.UNKNOWN, Truth.UNKNOWN
  };

  private final Catalog catalog;
  private final SupportedFunctions functions;
  private final Scope scope;
  private final CallReader calls;
  private final CastReader casts;

  ExpressionReader(Catalog catalog, SupportedFunctions functions, Scope scope) {
    this.catalog = catalog;
    this.functions = functions;
    this.scope = scope;
    this.calls = new CallReader(this);
    this.casts = new CastReader(this);
  }

  Catalog catalog() {
    return catalog;
  }

  SupportedFunctions functions() {
    return functions;
  }

  /**
   * The expression.
   *
   * @throws Refusal if it is not supported
   */
  Expression read(Node.Struct node) throws SQLException {
    Optional<Expression> input = scope.input(node);
    if (input.isPresent()) {
      return input.get();
    }
    return switch (node.name()) {
      case "CONST" -> ConstantReader.read(catalog, node);
      case "FUNCEXPR" -> calls.function(node);
      case "OPEXPR" -> calls.operator(node);
      case "DISTINCTEXPR" -> new Expression.Distinct(calls.operator(node), bool());
      case "NULLIFEXPR" -> nullIf(node);
      case "SCALARARRAYOPEXPR" ->
          new Expression.Quantified(calls.quantified(node), node.flag("useOr"), bool());
      case "RELABELTYPE" -> casts.relabel(node);
      case "COERCEVIAIO" -> casts.text(node);
      case "ARRAYCOERCEEXPR" -> casts.array(node);
      default -> other(node);
    };
  }

  private Expression other(Node.Struct node) throws SQLException {
    return switch (node.name()) {
      case "BOOLEXPR" -> logical(node);
      case "NULLTEST" -> nullTest(node);
      case "BOOLEANTEST" -> booleanTest(node);
      case "CASEEXPR" -> caseOf(node);
      case "CASETESTEXPR" ->
          new Expression.CaseOperand(catalog.type(node.oid("typeId"), node.number("typeMod")));
      case "COALESCEEXPR" ->
          new Expression.Coalesce(all(node.structs("args")), type(node, "coalescetype"));
      case "MINMAXEXPR" -> extreme(node);
      case "ARRAYEXPR" -> array(node);
      case "COLLATEEXPR" -> collate(node);
      default -> throw Unsupported.expression(node.name());
    };
  }

  List<Expression> all(List<Node.Struct> nodes) throws SQLException {
    List<Expression> expressions = new ArrayList<>();
    for (Node.Struct node : nodes) {
      expressions.add(read(node));
    }
    return expressions;
  }

  DataType type(Node.Struct node, String field) throws SQLException {
    return catalog.type(node.oid(field), -1);
  }

  private DataType bool() throws SQLException {
    return catalog.type(16, -1);
  }

  private Expression nullIf(Node.Struct node) throws SQLException {
    Expression.Call equality = calls.operator(node);
    return new Expression.NullIf(equality, equality.arguments().get(0).type());
  }

  private Expression logical(Node.Struct node) throws SQLException {
    Connective connective =
        switch (node.text("boolop")) {
          case "and" -> Connective.AND;
          case "or" -> Connective.OR;
          default -> Connective.NOT;
        };
    return new Expression.Logical(connective, all(node.structs("args")), bool());
  }

  private Expression nullTest(Node.Struct node) throws SQLException {
    if (node.flag("argisrow")) {
      throw Unsupported.expression("ROWEXPR");
    }
    boolean negated = node.number("nulltesttype") == 1;
    return new Expression.NullTest(read(node.struct("arg")), negated, bool());
  }

  private Expression booleanTest(Node.Struct node) throws SQLException {
    int test = node.number("booltesttype");
    return new Expression.BooleanTest(
        read(node.struct("arg")), TRUTHS[test], test % 2 == 1, bool());
  }

  private Expression caseOf(Node.Struct node) throws SQLException {
    List<Branch> branches = new ArrayList<>();
    for (Node.Struct when : node.structs("args")) {
      branches.add(new Branch(read(when.struct("expr")), read(when.struct("result"))));
    }
    Expression operand = node.has("arg") ? read(node.struct("arg")) : null;
    Expression otherwise = read(node.struct("defresult"));
    return new Expression.Case(operand, branches, otherwise, type(node, "casetype"));
  }

  private Expression extreme(Node.Struct node) throws SQLException {
    boolean greatest = node.number("op") == 0;
    long collation =
        Collations.check(catalog, greatest ? "greatest" : "least", node.oid("inputcollid"));
    DataType type = type(node, "minmaxtype");
    return new Expression.Extreme(greatest, all(node.structs("args")), type, collation);
  }

  private Expression array(Node.Struct node) throws SQLException {
    if (node.flag("multidims")) {
      throw new Refusal("an array of several dimensions is not supported");
    }
    return new Expression.ArrayOf(
        all(node.structs("elements")), type(node, "element_typeid"), type(node, "array_typeid"));
  }

  private Expression collate(Node.Struct node) throws SQLException {
    Expression argument = read(node.struct("arg"));
    return new Expression.Collate(argument, node.oid("collOid"), argument.type());
  }
}
