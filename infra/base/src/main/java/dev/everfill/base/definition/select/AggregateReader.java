package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.catalog.FunctionFacts;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Reads a call of an aggregate, whose argument and FILTER are over rows. */
final class AggregateReader {
  private static final Set<String> NAMES = Set.of("max", "min", "count", "sum");

  private final ExpressionReader rows;

  AggregateReader(ExpressionReader rows) {
    this.rows = rows;
  }

  Relation.AggregateCall read(Node.Struct node) throws SQLException {
    FunctionFacts function = rows.catalog().function(node.oid("aggfnoid"));
    refuseOthers(function, node);
    List<Node.Struct> arguments = node.structs("args");
    Expression argument = arguments.isEmpty() ? null : rows.read(arguments.get(0).struct("expr"));
    Expression filter = node.has("aggfilter") ? rows.read(node.struct("aggfilter")) : null;
    long collation = Collations.check(rows.catalog(), function.name(), node.oid("inputcollid"));
    DataType type = rows.catalog().type(node.oid("aggtype"), -1);
    return new Relation.AggregateCall(
        function.signature(), function.name(), argument, filter, type, collation);
  }

  private void refuseOthers(FunctionFacts function, Node.Struct node) throws SQLException {
    String name = function.name();
    if (!function.builtIn() || !NAMES.contains(name)) {
      throw new Refusal("the aggregate " + function.signature() + " is not supported");
    }
    if (node.has("aggdistinct")) {
      throw new Refusal(name + "(DISTINCT …) is not supported");
    }
    if (node.has("aggorder")) {
      throw new Refusal("ORDER BY in " + name + "(…) is not supported");
    }
    if (function.signature().equals("sum(real)")
        || function.signature().equals("sum(double precision)")) {
      throw new Refusal(
          function.signature() + " is not supported: its result depends on the order of the rows",
          "cast the argument: sum((…)::numeric)");
    }
    if (!rows.functions().supports(function.signature())) {
      throw CallReader.unknown(function, rows.functions());
    }
  }
}
