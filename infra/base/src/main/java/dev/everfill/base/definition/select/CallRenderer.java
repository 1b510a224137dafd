package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Expression;
import java.util.List;

/** Writes calls in the form in which the user wrote them, because PostgreSQL keeps that form. */
final class CallRenderer {
  private final ExpressionRenderer expressions;

  CallRenderer(ExpressionRenderer expressions) {
    this.expressions = expressions;
  }

  String call(Expression.Call call) {
    return switch (call.syntax()) {
      case FUNCTION ->
          "pg_catalog." + Sql.name(call.name()) + "(" + arguments(call.arguments()) + ")";
      case OPERATOR -> operator(call);
      case EXPLICIT_CAST -> expressions.cast(call.arguments().get(0), call.type().name(), true);
      case IMPLICIT_CAST -> expressions.render(call.arguments().get(0));
      case SQL -> keyWords(call);
    };
  }

  String quantified(Expression.Quantified quantified) {
    Expression.Call comparison = quantified.comparison();
    String scalar = expressions.render(comparison.arguments().get(0));
    String array = expressions.render(comparison.arguments().get(1));
    String word = quantified.any() ? " ANY (" : " ALL (";
    return "(" + scalar + sign(comparison) + word + array + "))";
  }

  private String operator(Expression.Call call) {
    List<Expression> arguments = call.arguments();
    return arguments.size() == 1
        ? "(" + sign(call) + expressions.render(arguments.get(0)) + ")"
        : "(" + expressions.list(arguments, sign(call)) + ")";
  }

  private static String sign(Expression.Call call) {
    return " OPERATOR(pg_catalog." + call.name() + ") ";
  }

  private String keyWords(Expression.Call call) {
    List<Expression> arguments = call.arguments();
    return switch (call.name()) {
      case "btrim" -> "TRIM(BOTH " + trimmed(arguments);
      case "ltrim" -> "TRIM(LEADING " + trimmed(arguments);
      case "rtrim" -> "TRIM(TRAILING " + trimmed(arguments);
      case "extract" -> "EXTRACT(" + unit(arguments.get(0)) + " FROM " + second(arguments) + ")";
      case "timezone" ->
          "(" + second(arguments) + " AT TIME ZONE " + expressions.render(arguments.get(0)) + ")";
      case "substring" -> substring(arguments);
      case "position" ->
          "POSITION((" + second(arguments) + ") IN (" + expressions.render(arguments.get(0)) + "))";
      default -> throw new IllegalArgumentException("cannot be written as SQL: " + call);
    };
  }

  private String trimmed(List<Expression> arguments) {
    String characters = arguments.size() > 1 ? second(arguments) + " " : "";
    return characters + "FROM " + expressions.render(arguments.get(0)) + ")";
  }

  private String substring(List<Expression> arguments) {
    String length = arguments.size() > 2 ? " FOR " + expressions.render(arguments.get(2)) : "";
    String from = " FROM " + second(arguments);
    return "SUBSTRING(" + expressions.render(arguments.get(0)) + from + length + ")";
  }

  private static String unit(Expression expression) {
    if (expression instanceof Expression.Constant constant && constant.text() != null) {
      return Sql.string(constant.text());
    }
    throw new IllegalArgumentException("cannot be written as EXTRACT: " + expression);
  }

  private String second(List<Expression> arguments) {
    return expressions.render(arguments.get(1));
  }

  private String arguments(List<Expression> arguments) {
    return expressions.list(arguments, ", ");
  }
}
