package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * Writes a plan as SQL, every name quoted and with its schema. PostgreSQL reads it again and says
 * whether it means the same as the user's text.
 */
final class PlanRenderer {
  private final Spelling spelling;
  private final LongFunction<String> collations;

  /**
   * For one plan.
   *
   * @param collations the SQL name of a collation by OID
   */
  PlanRenderer(Spelling spelling, LongFunction<String> collations) {
    this.spelling = spelling;
    this.collations = collations;
  }

  String render(Relation.Project plan) {
    Relation input = plan.input();
    String having = "";
    String groupBy = "";
    if (aboveGroups(input) && input instanceof Relation.Filter filter) {
      having = where(" HAVING ", filter.condition(), outputs(filter.input()));
      input = filter.input();
    }
    ExpressionRenderer outputs = outputs(input);
    if (input instanceof Relation.Aggregate aggregate) {
      ExpressionRenderer rows = rows(aggregate.input());
      groupBy = " GROUP BY " + list(aggregate.keys(), rows);
      input = aggregate.input();
    }
    String where = "";
    if (input instanceof Relation.Filter filter) {
      where = where(" WHERE ", filter.condition(), rows(filter.input()));
      input = filter.input();
    }
    String columns =
        plan.outputs().stream()
            .map(o -> outputs.render(o.expression()) + " AS " + Sql.name(o.name()))
            .collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM " + from(input) + where + groupBy + having;
  }

  private static boolean aboveGroups(Relation relation) {
    return relation instanceof Relation.Filter filter
        && filter.input() instanceof Relation.Aggregate;
  }

  private String where(String word, Expression condition, ExpressionRenderer scope) {
    return word + scope.render(condition);
  }

  private ExpressionRenderer outputs(Relation relation) {
    if (!(relation instanceof Relation.Aggregate aggregate)) {
      return rows(relation);
    }
    ExpressionRenderer rows = rows(aggregate.input());
    List<String> names = new ArrayList<>();
    aggregate.keys().forEach(key -> names.add(rows.render(key)));
    aggregate.aggregates().forEach(call -> names.add(aggregate(call, rows)));
    return new ExpressionRenderer(names, collations);
  }

  private static String aggregate(Relation.AggregateCall call, ExpressionRenderer rows) {
    String argument = call.argument() == null ? "*" : rows.render(call.argument());
    String filter =
        call.filter() == null ? "" : " FILTER (WHERE " + rows.render(call.filter()) + ")";
    return "pg_catalog." + call.name() + "(" + argument + ")" + filter;
  }

  private ExpressionRenderer rows(Relation relation) {
    return new ExpressionRenderer(names(relation), collations);
  }

  private static List<String> names(Relation relation) {
    if (relation instanceof Relation.Filter filter) {
      return names(filter.input());
    }
    List<String> names = new ArrayList<>();
    if (relation instanceof Relation.Join join) {
      names.addAll(names(join.left()));
      names.addAll(names(join.right()));
    } else if (relation instanceof Relation.Scan scan) {
      scan.columns().forEach(c -> names.add(Sql.name(scan.alias()) + "." + Sql.name(c.name())));
    }
    return names;
  }

  private String from(Relation relation) {
    if (relation instanceof Relation.Scan scan) {
      return table(scan, spelling.rootAliased());
    }
    Relation.Join join = (Relation.Join) relation;
    Spelling.Joined joined = spelling.joins().get(depth(join) - 1);
    String word = join.kind() == Relation.JoinKind.LEFT ? " LEFT JOIN " : " INNER JOIN ";
    String condition =
        joined.usingColumns().isEmpty() ? on(join, joined) : using(joined.usingColumns());
    return "(" + from(join.left()) + word + table(join.right(), joined.aliased()) + condition + ")";
  }

  private static int depth(Relation relation) {
    return relation instanceof Relation.Join join ? 1 + depth(join.left()) : 0;
  }

  private static String using(List<String> columns) {
    return columns.stream().map(Sql::name).collect(Collectors.joining(", ", " USING (", ")"));
  }

  private static String on(Relation.Join join, Spelling.Joined joined) {
    List<String> left = names(join.left());
    return joined.conditions().stream()
        .map(
            condition -> {
              String own = Sql.name(join.right().alias()) + "." + Sql.name(condition.right());
              String other = left.get(condition.left());
              return condition.rightFirst()
                  ? "(" + own + " = " + other + ")"
                  : "(" + other + " = " + own + ")";
            })
        .collect(Collectors.joining(" AND ", " ON (", ")"));
  }

  private static String table(Relation.Scan scan, boolean aliased) {
    String name =
        Sql.name(scan.table().name().schema()) + "." + Sql.name(scan.table().name().table());
    return aliased ? name + " AS " + Sql.name(scan.alias()) : name;
  }

  private static String list(List<Expression> expressions, ExpressionRenderer scope) {
    return expressions.stream().map(scope::render).collect(Collectors.joining(", "));
  }
}
