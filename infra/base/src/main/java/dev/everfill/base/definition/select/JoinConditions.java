package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.OperatorFacts;
import dev.everfill.base.definition.catalog.TableFacts;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a join's condition: it must say that columns equal the joined table's primary key. */
final class JoinConditions {
  private final Catalog catalog;
  private final RowScope left;
  private final int range;
  private final Node condition;
  private final List<Spelling.Condition> spelling = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private TableFacts table;

  /**
   * For one join.
   *
   * @param range the joined table's range table entry
   */
  JoinConditions(Catalog catalog, RowScope left, int range, Node condition) {
    this.catalog = catalog;
    this.left = left;
    this.range = range;
    this.condition = condition;
  }

  static Relation.JoinKind kind(Node.Struct join) {
    return switch (join.number("jointype")) {
      case 0 -> {
        if (!join.has("quals")) {
          throw new Refusal("CROSS JOIN is not supported");
        }
        yield Relation.JoinKind.INNER;
      }
      case 1 -> Relation.JoinKind.LEFT;
      case 2 -> throw new Refusal("FULL JOIN is not supported");
      default -> throw new Refusal("RIGHT JOIN is not supported", "turn it round: LEFT JOIN");
    };
  }

  void read(TableFacts joined) throws SQLException {
    table = joined;
    for (Node.Struct equality : conjuncts()) {
      read(equality);
    }
    List<String> key = joined.table().primaryKey().stream().map(Column::name).toList();
    if (key.isEmpty() || !positions.keySet().containsAll(key)) {
      throw notTheKey();
    }
  }

  List<Integer> foreignKey() {
    return table.table().primaryKey().stream().map(c -> positions.get(c.name())).toList();
  }

  List<Spelling.Condition> spelling() {
    return spelling;
  }

  private List<Node.Struct> conjuncts() {
    if (!(condition instanceof Node.Struct struct)) {
      throw notTheKey();
    }
    boolean and = struct.name().equals("BOOLEXPR") && struct.text("boolop").equals("and");
    return and ? struct.structs("args") : List.of(struct);
  }

  private void read(Node.Struct equality) throws SQLException {
    if (!equality.name().equals("OPEXPR") || equality.list("args").size() != 2) {
      throw notTheKey();
    }
    OperatorFacts operator = catalog.operator(equality.oid("opno"));
    if (!operator.name().equals("=") || !operator.schema().equals("pg_catalog")) {
      throw notTheKey();
    }
    Node.Struct first = column(equality.list("args").get(0));
    Node.Struct second = column(equality.list("args").get(1));
    boolean rightFirst = first.number("varno") == range;
    Node.Struct own = rightFirst ? first : second;
    Node.Struct other = rightFirst ? second : first;
    if (own.number("varno") != range || other.number("varno") == range) {
      throw notTheKey();
    }
    Column key = table.byNumber(own.number("varattno")).orElseThrow().column();
    Expression.Input input = (Expression.Input) left.input(other).orElseThrow();
    if (!table.table().primaryKey().contains(key)
        || !KeyTypes.sameText(input.type(), key.type())
        || positions.put(key.name(), input.index()) != null) {
      throw notTheKey();
    }
    if (!catalog.collation(equality.oid("inputcollid")).deterministic()) {
      throw Collations.nondeterministic();
    }
    spelling.add(new Spelling.Condition(input.index(), key.name(), rightFirst));
  }

  /** A plain column, also one of varchar that is compared as text. */
  private Node.Struct column(Node node) {
    if (node instanceof Node.Struct struct) {
      if (struct.name().equals("VAR")) {
        return struct;
      }
      if (struct.name().equals("RELABELTYPE")
          && DataType.Kind.of(struct.number("resulttype")) == DataType.Kind.TEXT) {
        return column(struct.get("arg"));
      }
    }
    throw notTheKey();
  }

  private Refusal notTheKey() {
    List<String> key = table.table().primaryKey().stream().map(Column::name).toList();
    return new Refusal(
        "the join of " + table.table().name() + " is not by its primary key alone",
        key.isEmpty()
            ? "give " + table.table().name() + " a primary key"
            : "the condition must be = between columns and the whole primary key ("
                + String.join(", ", key)
                + "), all columns of the same type; move other conditions to WHERE or into CASE");
  }
}
