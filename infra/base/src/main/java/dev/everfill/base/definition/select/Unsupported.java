package dev.everfill.base.definition.select;

import dev.everfill.base.definition.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The names of what is refused, for whole clauses and for kinds of expressions. */
final class Unsupported {
  private static final Map<String, String> EXPRESSIONS =
      Map.ofEntries(
          Map.entry("SUBLINK", "a subquery"),
          Map.entry("WINDOWFUNC", "a window function"),
          Map.entry("GROUPINGFUNC", "GROUPING"),
          Map.entry("SUBSCRIPTINGREF", "a subscript"),
          Map.entry("ROWEXPR", "a row value"),
          Map.entry("ROWCOMPAREEXPR", "a comparison of rows"),
          Map.entry("FIELDSELECT", "a field of a composite value"),
          Map.entry("COERCETODOMAIN", "a cast to a domain"),
          Map.entry("CONVERTROWTYPEEXPR", "a conversion of rows"),
          Map.entry(
              "SQLVALUEFUNCTION", "current_date, current_timestamp, current_user or the like"),
          Map.entry("NAMEDARGEXPR", "an argument by name"),
          Map.entry("XMLEXPR", "an XML expression"),
          Map.entry("JSONCONSTRUCTOREXPR", "an SQL/JSON constructor"),
          Map.entry("JSONISPREDICATE", "IS JSON"),
          Map.entry("JSONEXPR", "an SQL/JSON query function"),
          Map.entry("PARAM", "a parameter"),
          Map.entry("MERGESUPPORTFUNC", "MERGE_ACTION"));

  private Unsupported() {}

  /** The refusal of an expression of this kind. */
  static Refusal expression(String node) {
    String name = EXPRESSIONS.getOrDefault(node, "an expression of the kind " + node);
    if (node.equals("SQLVALUEFUNCTION")) {
      return new Refusal(
          name + " is stable, not immutable: its value changes although no row does",
          "use columns of the tables only");
    }
    return new Refusal(name + " is not supported");
  }

  /** The refusals of all clauses that are not supported. */
  static List<Refusal> clauses(Node.Struct query) {
    List<Refusal> refusals = new ArrayList<>();
    refuse(refusals, query.has("setOperations"), "UNION, INTERSECT or EXCEPT");
    refuse(refusals, query.has("cteList"), "WITH");
    refuse(refusals, query.flag("hasSubLinks"), "a subquery in an expression");
    refuse(refusals, query.flag("hasWindowFuncs"), "a window function");
    refuse(refusals, query.flag("hasTargetSRFs"), "a set-returning function");
    refuse(refusals, query.has("distinctClause"), "DISTINCT");
    refuse(refusals, query.has("groupingSets"), "GROUPING SETS, ROLLUP or CUBE");
    refuse(refusals, query.has("rowMarks"), "FOR UPDATE or FOR SHARE");
    boolean limited = query.has("limitCount") || query.has("limitOffset");
    refuse(refusals, limited, "LIMIT, OFFSET or FETCH");
    if (query.has("sortClause") && !query.has("distinctClause")) {
      refusals.add(
          new Refusal("ORDER BY is not supported", "leave it out: rows have no order here"));
    }
    return refusals;
  }

  private static void refuse(List<Refusal> refusals, boolean present, String clause) {
    if (present) {
      refusals.add(new Refusal(clause + " is not supported"));
    }
  }
}
