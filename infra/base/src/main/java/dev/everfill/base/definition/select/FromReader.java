package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.ColumnFacts;
import dev.everfill.base.definition.catalog.TableFacts;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Reads FROM: one table and the joins that hang on it, one after the other. */
final class FromReader {
  private final Catalog catalog;
  private final QueryTree tree;
  private final Variables used;
  private final RowScope scope = new RowScope();
  private final List<TableFacts> sources = new ArrayList<>();
  private final List<Spelling.Joined> joins = new ArrayList<>();
  private boolean rootAliased;

  FromReader(Catalog catalog, QueryTree tree, Variables used) {
    this.catalog = catalog;
    this.tree = tree;
    this.used = used;
  }

  /** The relation; afterwards the other questions have answers. */
  Relation read() throws SQLException {
    List<Node> from = tree.query().struct("jointree").list("fromlist");
    if (from.isEmpty()) {
      throw new Refusal("the SELECT reads no table");
    }
    if (from.size() > 1) {
      throw new Refusal(
          "several tables separated by a comma in FROM are not supported",
          "write JOIN … ON with the joined table's primary key");
    }
    return relation((Node.Struct) from.get(0));
  }

  RowScope scope() {
    return scope;
  }

  List<TableFacts> sources() {
    return sources;
  }

  Spelling spelling() {
    return new Spelling(rootAliased, joins);
  }

  private Relation relation(Node.Struct node) throws SQLException {
    if (node.name().equals("RANGETBLREF")) {
      int index = node.number("rtindex");
      rootAliased = tree.range(index).has("alias");
      return scan(index);
    }
    return join(node);
  }

  private Relation join(Node.Struct node) throws SQLException {
    Relation.JoinKind kind = JoinConditions.kind(node);
    if (node.flag("isNatural")) {
      throw new Refusal("NATURAL JOIN is not supported", "write JOIN … USING (column)");
    }
    if (node.has("alias") || node.has("join_using_alias")) {
      throw new Refusal("an alias for a whole join is not supported", "give each table its alias");
    }
    if (!node.struct("rarg").name().equals("RANGETBLREF")) {
      throw new Refusal(
          "a join in parentheses on the right side is not supported",
          "join the tables one after the other: a JOIN b ON … JOIN c ON …");
    }
    Relation left = relation(node.struct("larg"));
    int index = node.struct("rarg").number("rtindex");
    JoinConditions conditions =
        new JoinConditions(catalog, scope, index, tree.resolved(node.get("quals")));
    Node.Struct range = tree.range(index);
    Relation.Scan right = scan(index);
    conditions.read(sources.get(sources.size() - 1));
    List<String> using =
        node.list("usingClause").stream().map(n -> ((Node.Token) n).text()).toList();
    joins.add(new Spelling.Joined(range.has("alias"), using, conditions.spelling()));
    return new Relation.Join(kind, left, right, conditions.foreignKey());
  }

  private Relation.Scan scan(int index) throws SQLException {
    Node.Struct range = tree.range(index);
    TableFacts facts = SourceTable.of(catalog, range);
    SortedSet<Integer> wanted = used.of(index);
    for (int number : wanted) {
      if (number < 1) {
        throw number == 0
            ? new Refusal("a whole row as a value is not supported", "name the columns")
            : new Refusal("system columns such as ctid or xmin are not supported");
      }
    }
    List<Column> columns = new ArrayList<>();
    for (ColumnFacts column : facts.columns()) {
      if (wanted.contains(column.number())
          || facts.table().primaryKey().contains(column.column())) {
        scope.add(index, column.number(), column.column().type());
        columns.add(column.column());
      }
    }
    sources.add(facts);
    return new Relation.Scan(facts.table(), range.struct("eref").text("aliasname"), columns);
  }
}
