package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.tree.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The columns of the tables that FROM has joined so far. */
final class RowScope implements Scope {
  private record Attribute(int range, int number) {}

  private final Map<Attribute, Expression.Input> inputs = new HashMap<>();

  /** Puts a column behind those that are there. */
  void add(int range, int number, DataType type) {
    inputs.put(new Attribute(range, number), new Expression.Input(inputs.size(), type));
  }

  @Override
  public Optional<Expression> input(Node.Struct node) {
    if (node.name().equals("AGGREF")) {
      throw new Refusal(
          "an aggregate without GROUP BY is not supported", "add GROUP BY with the key");
    }
    if (!node.name().equals("VAR")) {
      return Optional.empty();
    }
    Expression input = inputs.get(new Attribute(node.number("varno"), node.number("varattno")));
    if (input == null || node.number("varlevelsup") != 0) {
      throw new Refusal("a column of something else than a table is not supported");
    }
    return Optional.of(input);
  }
}
