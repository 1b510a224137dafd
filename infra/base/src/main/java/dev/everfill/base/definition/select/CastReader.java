package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.DataType.Kind;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/** Reads the casts that are no function calls. */
final class CastReader {
  private static final Set<Kind> TEXTS = EnumSet.of(Kind.TEXT, Kind.VARCHAR);
  private static final Set<Kind> TEXT_ARRAYS = EnumSet.of(Kind.TEXT_ARRAY, Kind.VARCHAR_ARRAY);

  private final ExpressionReader expressions;

  CastReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  Expression relabel(Node.Struct node) throws SQLException {
    DataType type = expressions.catalog().type(node.oid("resulttype"), node.number("resulttypmod"));
    return relabel(node, type, node.number("relabelformat"));
  }

  /** varchar[] to text[] is written as a cast of each element, which changes nothing either. */
  Expression array(Node.Struct node) throws SQLException {
    DataType type = expressions.catalog().type(node.oid("resulttype"), node.number("resulttypmod"));
    if (!node.struct("elemexpr").name().equals("RELABELTYPE")) {
      throw new Refusal(
          "a cast to " + type.name() + " that changes the elements is not supported",
          "cast each element");
    }
    return relabel(node, type, node.number("coerceformat"));
  }

  private Expression relabel(Node.Struct node, DataType type, int format) throws SQLException {
    Expression argument = expressions.read(node.struct("arg"));
    Kind from = argument.type().kind();
    Kind to = type.kind();
    boolean same = from == to && (from != Kind.OTHER || argument.type().oid() == type.oid());
    boolean texts = TEXTS.contains(from) && TEXTS.contains(to);
    boolean arrays = TEXT_ARRAYS.contains(from) && TEXT_ARRAYS.contains(to);
    if (!same && !texts && !arrays) {
      throw refused(argument.type(), type);
    }
    return new Expression.Relabel(argument, type, format != 2);
  }

  Expression text(Node.Struct node) throws SQLException {
    Expression argument = expressions.read(node.struct("arg"));
    DataType from = argument.type();
    DataType to = expressions.type(node, "resulttype");
    if (!expressions.catalog().typeFacts(from.oid()).outputImmutable()
        || !expressions.catalog().typeFacts(to.oid()).inputImmutable()) {
      throw new Refusal(
          "the cast of " + from.name() + " to " + to.name() + " depends on settings of the session",
          "keep the type, or let the target column have the type " + from.name());
    }
    String plain = expressions.catalog().typeFacts(from.oid()).name();
    if (!expressions.functions().supports("cast(" + plain + " as " + to.name() + ")")) {
      throw refused(from, to);
    }
    return new Expression.TextCast(argument, to, node.number("coerceformat") != 2);
  }

  private static Refusal refused(DataType from, DataType to) {
    return new Refusal("the cast of " + from.name() + " to " + to.name() + " is not supported");
  }
}
