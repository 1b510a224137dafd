package dev.everfill.base.definition.select;

import dev.everfill.base.definition.tree.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A query's tree in one form for all versions: columns of joins and of groups are replaced by what
 * they stand for, and what only says where something was written is left out, so that equal
 * expressions are equal nodes.
 */
final class QueryTree {
  static final int TABLE = 0;
  static final int JOIN = 2;

  /** PostgreSQL 18 and later list the GROUP BY expressions as a range table entry. */
  static final int GROUP = 9;

  private static final Set<String> SPELLING =
      Set.of("location", "list_start", "list_end", "varnosyn", "varattnosyn", "varnullingrels");

  private final Node.Struct query;
  private final List<Node.Struct> ranges;

  QueryTree(Node.Struct query) {
    this.query = query;
    this.ranges = query.structs("rtable");
  }

  Node.Struct query() {
    return query;
  }

  /** The range table entry, counted from 1. */
  Node.Struct range(int index) {
    return ranges.get(index - 1);
  }

  /** The expression in the common form. */
  Node resolved(Node node) {
    if (node instanceof Node.Items list) {
      return new Node.Items(list.items().stream().map(this::resolved).toList());
    }
    if (!(node instanceof Node.Struct struct)) {
      return node;
    }
    if (struct.name().equals("VAR")) {
      Node meant = meaning(struct);
      if (meant != struct) {
        return resolved(meant);
      }
    }
    Map<String, Node> fields = new HashMap<>();
    struct
        .fields()
        .forEach(
            (name, value) -> {
              if (!SPELLING.contains(name)) {
                fields.put(name, resolved(value));
              }
            });
    return new Node.Struct(struct.name(), fields);
  }

  private Node meaning(Node.Struct variable) {
    int column = variable.number("varattno");
    if (variable.number("varlevelsup") != 0 || column < 1) {
      return variable;
    }
    Node.Struct range = range(variable.number("varno"));
    return switch (range.number("rtekind")) {
      case JOIN -> range.list("joinaliasvars").get(column - 1);
      case GROUP -> range.list("groupexprs").get(column - 1);
      default -> variable;
    };
  }

  /** The select list's entries in the common form, those that GROUP BY added at the end. */
  List<Node.Struct> targets() {
    List<Node.Struct> targets = new ArrayList<>();
    for (Node.Struct target : query.structs("targetList")) {
      targets.add((Node.Struct) resolved(target));
    }
    return targets;
  }

  /** The GROUP BY expressions in the common form and their order. */
  List<Node> groupKeys() {
    Map<Integer, Node> byReference = new LinkedHashMap<>();
    for (Node.Struct target : targets()) {
      byReference.put(target.number("ressortgroupref"), target.get("expr"));
    }
    return query.structs("groupClause").stream()
        .map(clause -> byReference.get(clause.number("tleSortGroupRef")))
        .toList();
  }

  /** The WHERE condition in the common form. */
  Node where() {
    return resolved(query.struct("jointree").get("quals"));
  }

  /** The HAVING condition in the common form. */
  Node having() {
    return resolved(query.get("havingQual"));
  }
}
