package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Turns one analysed query into a plan, and keeps every reason why it cannot. */
final class QueryReader {
  private final Catalog catalog;
  private final SupportedFunctions functions;
  private final QueryTree tree;
  private final List<Refusal> refusals = new ArrayList<>();
  private Spelling spelling;
  private Reading reading;

  QueryReader(Catalog catalog, SupportedFunctions functions, Node.Struct query) {
    this.catalog = catalog;
    this.functions = functions;
    this.tree = new QueryTree(query);
  }

  /** Reads; afterwards there are either refusals or a reading. */
  void read() throws SQLException {
    refusals.addAll(Unsupported.clauses(tree.query()));
    if (refusals.isEmpty()) {
      try {
        readClauses();
      } catch (Refusal refusal) {
        refusals.add(refusal);
      }
    }
  }

  List<Refusal> refusals() {
    return refusals;
  }

  Reading reading() {
    return reading;
  }

  Spelling spelling() {
    return spelling;
  }

  private void readClauses() throws SQLException {
    FromReader from = new FromReader(catalog, tree, usedColumns());
    Relation relation = from.read();
    ExpressionReader rows = new ExpressionReader(catalog, functions, from.scope());
    if (tree.where() instanceof Node.Struct where) {
      Expression condition = attempt(rows, where);
      relation = new Relation.Filter(relation, condition);
    }
    ExpressionReader outputs = rows;
    if (tree.query().has("groupClause")) {
      GroupScope groups = new GroupScope(tree.groupKeys(), rows);
      refusals.addAll(groups.readKeys());
      outputs = new ExpressionReader(catalog, functions, groups);
      Expression having =
          tree.having() instanceof Node.Struct condition ? attempt(outputs, condition) : null;
      List<Relation.Output> list = outputs(outputs);
      relation = aggregate(relation, groups);
      relation = having == null ? relation : new Relation.Filter(relation, having);
      finish(from, relation, list);
    } else {
      if (tree.query().has("havingQual")) {
        throw new Refusal("HAVING without GROUP BY is not supported");
      }
      finish(from, relation, outputs(outputs));
    }
  }

  private void finish(FromReader from, Relation input, List<Relation.Output> outputs) {
    spelling = from.spelling();
    if (refusals.isEmpty()) {
      reading = new Reading(new Relation.Project(input, outputs), from.sources());
    }
  }

  private Variables usedColumns() {
    Variables used = new Variables();
    tree.targets().forEach(used::addAll);
    used.addAll(tree.where());
    used.addAll(tree.having());
    addJoinConditions(tree.query().struct("jointree").list("fromlist"), used);
    return used;
  }

  private void addJoinConditions(List<Node> from, Variables used) {
    for (Node item : from) {
      if (item instanceof Node.Struct join && join.name().equals("JOINEXPR")) {
        used.addAll(tree.resolved(join.get("quals")));
        addJoinConditions(List.of(join.get("larg"), join.get("rarg")), used);
      }
    }
  }

  private List<Relation.Output> outputs(ExpressionReader reader) throws SQLException {
    List<Relation.Output> outputs = new ArrayList<>();
    for (Node.Struct target : tree.targets()) {
      if (!target.flag("resjunk")) {
        Expression expression = attempt(reader, target.struct("expr"));
        if (expression != null) {
          outputs.add(new Relation.Output(target.text("resname"), expression));
        }
      }
    }
    return outputs;
  }

  private static Relation aggregate(Relation input, GroupScope groups) {
    List<Column> columns = new ArrayList<>();
    for (Expression key : groups.keys()) {
      columns.add(new Column("key" + (columns.size() + 1), key.type()));
    }
    for (Relation.AggregateCall call : groups.aggregates()) {
      DataType type = call.type();
      columns.add(new Column("aggregate" + (columns.size() - groups.keys().size() + 1), type));
    }
    return new Relation.Aggregate(input, groups.keys(), groups.aggregates(), columns);
  }

  /** Null where it is refused, so that the rest is read for its problems too. */
  private Expression attempt(ExpressionReader reader, Node.Struct node) throws SQLException {
    try {
      return reader.read(node);
    } catch (Refusal refusal) {
      refusals.add(refusal);
      return null;
    }
  }
}
