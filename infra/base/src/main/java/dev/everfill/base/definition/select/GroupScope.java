package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Above GROUP BY: expressions refer to keys and aggregates. Collects the aggregates it meets. */
final class GroupScope implements Scope {
  private final List<Node> keyNodes;
  private final ExpressionReader rows;
  private final AggregateReader aggregateReader;
  private final List<Expression> keys = new ArrayList<>();
  private final List<Relation.AggregateCall> aggregates = new ArrayList<>();

  GroupScope(List<Node> keyNodes, ExpressionReader rows) {
    this.keyNodes = keyNodes;
    this.rows = rows;
    this.aggregateReader = new AggregateReader(rows);
  }

  /** To be called first. */
  List<Refusal> readKeys() throws SQLException {
    List<Refusal> refusals = new ArrayList<>();
    for (Node node : keyNodes) {
      try {
        Expression key = rows.read((Node.Struct) node);
        Collations.checkKey(rows.catalog(), (Node.Struct) node);
        if (!KeyTypes.allowed(key.type())) {
          throw new Refusal(
              "GROUP BY an expression of type " + key.type().name() + " is not supported",
              "group by expressions of the types " + KeyTypes.IN_WORDS);
        }
        keys.add(key);
      } catch (Refusal refusal) {
        refusals.add(refusal);
      }
    }
    return refusals;
  }

  List<Expression> keys() {
    return keys;
  }

  List<Relation.AggregateCall> aggregates() {
    return aggregates;
  }

  @Override
  public Optional<Expression> input(Node.Struct node) throws SQLException {
    int key = keyNodes.indexOf(node);
    if (key >= 0 && key < keys.size()) {
      return Optional.of(new Expression.Input(key, keys.get(key).type()));
    }
    if (node.name().equals("AGGREF")) {
      Relation.AggregateCall call = aggregateReader.read(node);
      if (!aggregates.contains(call)) {
        aggregates.add(call);
      }
      int index = keyNodes.size() + aggregates.indexOf(call);
      return Optional.of(new Expression.Input(index, call.type()));
    }
    if (node.name().equals("VAR")) {
      throw new Refusal(
          "a column that is neither in GROUP BY nor in an aggregate is not supported",
          "add it to GROUP BY, or take max() or min() of it");
    }
    return Optional.empty();
  }
}
