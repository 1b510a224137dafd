package dev.everfill.base.definition.select;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes SELECTs that must be understood, and counts what it wrote. */
final class RandomSelect {
  static final String SCHEMA =
      """
      CREATE TABLE item (id bigint PRIMARY KEY, a integer, b integer, t text, v varchar(20),
        n numeric, box bigint);
      CREATE TABLE box (id bigint PRIMARY KEY, c integer, label text, shelf bigint);
      CREATE TABLE shelf (id bigint PRIMARY KEY, d integer, place varchar(30));
      INSERT INTO shelf SELECT i, nullif(i % 4, 0), 'p' || i FROM generate_series(1, 6) i;
      INSERT INTO box SELECT i, i % 3, nullif('Box ' || i % 5, 'Box 2'), nullif(i % 8, 0)
        FROM generate_series(1, 20) i;
      INSERT INTO item SELECT i, nullif(i % 7, 3), i % 5 - 2,
          (ARRAY['', 'abc', 'x''y', 'É_%', 'Zoo', NULL])[1 + i % 6], nullif('v' || i % 4, 'v1'),
          nullif(i % 9, 5) / 4.0, nullif(i % 25, 0)
        FROM generate_series(1, 300) i;
      """;

  /** What must have occurred. */
  enum Part {
    INNER_JOIN,
    LEFT_JOIN,
    WHERE,
    GROUP_BY,
    HAVING,
    FILTER,
    CASE,
    LIKE,
    IN,
    CAST
  }

  private static final List<String> TEXTS =
      List.of("''", "'abc'", "'x''y'", "'É\\_'", "NULL::text");

  private final Random random;
  private final Map<Part, Integer> counts;
  private int joins;

  RandomSelect(Random random, Map<Part, Integer> counts) {
    this.random = random;
    this.counts = counts;
  }

  static Map<Part, Integer> counts() {
    return new EnumMap<>(Part.class);
  }

  String write() {
    joins = random.nextInt(3);
    String from = " FROM item i" + join("box", "i.box", 1) + join("shelf", "shelf", 2);
    String where = random.nextBoolean() ? met(Part.WHERE, " WHERE " + condition(2)) : "";
    if (random.nextInt(3) > 0) {
      return "SELECT i.id, "
          + number(3)
          + " AS x, "
          + text(3)
          + " AS y, "
          + condition(2)
          + " AS z"
          + from
          + where;
    }
    String key = met(Part.GROUP_BY, number(1) + " + 0");
    String having =
        random.nextBoolean()
            ? met(
                Part.HAVING, " HAVING count(*) > " + random.nextInt(4) + " OR " + key + " IS NULL")
            : "";
    return "SELECT "
        + key
        + " AS id, "
        + aggregate()
        + " AS x, coalesce("
        + aggregate()
        + ", 1) AS y"
        + from
        + where
        + " GROUP BY "
        + key
        + having;
  }

  private String join(String table, String foreignKey, int needed) {
    if (joins < needed) {
      return "";
    }
    boolean left = random.nextBoolean();
    String kind = met(left ? Part.LEFT_JOIN : Part.INNER_JOIN, left ? " LEFT JOIN " : " JOIN ");
    String alias = table.equals("box") ? "b" : "s";
    String key = table.equals("box") ? foreignKey : "b." + foreignKey;
    boolean turned = random.nextBoolean();
    return kind
        + table
        + " "
        + alias
        + " ON "
        + (turned ? key + " = " + alias + ".id" : alias + ".id = " + key);
  }

  private String number(int depth) {
    switch (depth == 0 ? random.nextInt(2) : random.nextInt(7)) {
      case 0:
        return pick("i.a", "i.b", joins > 0 ? "b.c" : "i.a", joins > 1 ? "s.d" : "i.b");
      case 1:
        return String.valueOf(random.nextInt(7) - 3);
      case 2:
        return "(" + number(depth - 1) + pick(" + ", " - ") + number(depth - 1) + ")";
      case 3:
        return met(Part.CASE, "CASE WHEN " + condition(depth - 1) + " THEN " + number(depth - 1))
            + pick("", " ELSE " + number(depth - 1))
            + " END";
      case 4:
        return "coalesce(" + number(depth - 1) + ", " + number(depth - 1) + ")";
      case 5:
        return pick("length", "char_length") + "(" + text(depth - 1) + ")";
      default:
        return met(Part.CASE, "CASE " + number(depth - 1))
            + " WHEN 1 THEN "
            + number(depth - 1)
            + " ELSE nullif(i.a, "
            + number(0)
            + ") END";
    }
  }

  private String text(int depth) {
    switch (depth == 0 ? random.nextInt(2) : random.nextInt(6)) {
      case 0:
        return pick("i.t", "i.v", joins > 0 ? "b.label" : "i.t", joins > 1 ? "s.place" : "i.v");
      case 1:
        return TEXTS.get(random.nextInt(TEXTS.size()));
      case 2:
        return "(" + text(depth - 1) + " || " + text(depth - 1) + ")";
      case 3:
        return "lower(" + text(depth - 1) + " COLLATE \"C\")";
      case 4:
        return met(
            Part.CAST, "(" + number(depth - 1) + ")" + pick("::text", "::numeric(6,2)::text"));
      default:
        return "coalesce(" + text(depth - 1) + ", 'none')";
    }
  }

  private String condition(int depth) {
    switch (depth == 0 ? random.nextInt(3) : random.nextInt(8)) {
      case 0:
        return "("
            + number(depth / 2)
            + pick(" < ", " = ", " <> ", " >= ")
            + number(depth / 2)
            + ")";
      case 1:
        return "(" + text(depth / 2) + pick(" = ", " IS DISTINCT FROM ") + text(depth / 2) + ")";
      case 2:
        return met(Part.LIKE, "(" + text(depth / 2) + pick(" LIKE ", " NOT LIKE ") + "'%b_')");
      case 3:
        return "(" + condition(depth - 1) + pick(" AND ", " OR ") + condition(depth - 1) + ")";
      case 4:
        return "(NOT " + condition(depth - 1) + ")";
      case 5:
        return met(Part.IN, "(" + number(depth - 1) + pick(" IN ", " NOT IN ") + "(1, 2, -3))");
      case 6:
        return "(" + condition(depth - 1) + pick(" IS TRUE", " IS NOT FALSE", " IS NULL") + ")";
      default:
        return "(i.n BETWEEN -1.5 AND " + number(depth - 1) + ")";
    }
  }

  private String aggregate() {
    String argument = "(" + number(1) + ")";
    String call = pick("max" + argument, "min" + argument, "count" + argument, "count(*)");
    return random.nextInt(3) > 0
        ? call
        : met(Part.FILTER, call + " FILTER (WHERE " + condition(1) + ")");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String met(Part part, String text) {
    counts.merge(part, 1, Integer::sum);
    return text;
  }
}
