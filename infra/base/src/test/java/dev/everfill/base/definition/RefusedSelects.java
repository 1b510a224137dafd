package dev.everfill.base.definition;

import java.util.List;

/** What is refused, and a part of what is said about it: of the message, then of the way out. */
final class RefusedSelects {
  record Case(String target, String select, String message, String remedy) {}

  private static final String KEYED = "SELECT id, %s AS name FROM transmissions";

  static final List<Case> ALL =
      List.of(
          // The text.
          of("transmissions", "SELECT 1; DROP TABLE skills", "exactly one SELECT", "semicolon"),
          of("transmissions", "SELECT 1; COMMIT; DROP TABLE skills", "exactly one", "semicolon"),
          of("transmissions", "DROP TABLE skills", "exactly one SELECT", "semicolon"),
          of("transmissions", "", "there is no SELECT", "give the SELECT"),
          of("transmissions", "-- nothing", "exactly one SELECT", ""),
          of("transmissions", "SELECT id FROM skills WITH CHECK OPTION", "syntax error", "correct"),
          of("transmissions", "SELECT 1) AS x; --", "syntax error", "correct"),
          of("transmissions", "SELECT id FROM skils", "\"skils\" does not exist", "mean skills?"),
          of("transmissions", "SELECT idd FROM skills", "column \"idd\"", "skills.id"),
          of("transmissions", "INSERT INTO runs VALUES (9) RETURNING id", "syntax error", ""),
          of("transmissions", "SELECT id, id FROM skills", "more than once", "correct"),
          // Clauses.
          name("(SELECT 'x')", "a subquery in an expression", "one table"),
          of(
              "transmissions",
              KEYED.formatted("name") + " UNION SELECT 1, ''",
              "UNION",
              "one table"),
          of("transmissions", "WITH a AS (SELECT 1) SELECT id FROM skills, a", "WITH is", ""),
          of("transmissions", "SELECT DISTINCT id, name FROM transmissions", "DISTINCT is not", ""),
          of("transmissions", KEYED.formatted("name") + " ORDER BY 1", "ORDER BY is not", "leave"),
          of("transmissions", KEYED.formatted("name") + " LIMIT 5", "LIMIT", ""),
          of("transmissions", KEYED.formatted("name") + " FOR UPDATE", "FOR UPDATE", ""),
          name("max(name) OVER ()", "a window function", ""),
          name("regexp_split_to_table(name, 'a')", "set-returning", ""),
          of("transmissions", "SELECT 1 AS id, 'a' AS name", "reads no table", ""),
          of("transmissions", "SELECT max(id) AS id FROM skills", "aggregate without GROUP BY", ""),
          // FROM.
          from("transmissions a, observations b WHERE a.id = b.id", "a comma in FROM", "JOIN"),
          from("transmissions a CROSS JOIN observations b", "CROSS JOIN", ""),
          from("transmissions a RIGHT JOIN observations b ON a.id = b.id", "RIGHT JOIN", "LEFT"),
          from("transmissions a FULL JOIN observations b ON a.id = b.id", "FULL JOIN", ""),
          from("transmissions a NATURAL JOIN conversations", "NATURAL JOIN", "USING"),
          from(
              "transmissions a JOIN observations b ON b.transmission_id = a.id",
              "the join of public.observations is not by its primary key",
              "(id)"),
          from("shops a JOIN regions r ON r.code = a.region", "regions is not by", "country, code"),
          from(
              "shops a LEFT JOIN runs r ON r.id = a.parent AND r.agent_id = 'x'", "not by", "CASE"),
          from("shops a JOIN runs r ON r.id = a.parent + 1", "not by its primary key", ""),
          from("shops a JOIN runs r ON r.id > a.parent", "not by its primary key", ""),
          from("shops a JOIN keyless r ON r.id = a.id", "not by its primary key", "give"),
          from("shops a JOIN (runs r JOIN users u ON u.id = NULL) ON true", "parentheses", ""),
          from("(SELECT id FROM shops) a", "a subquery in FROM", ""),
          from("generate_series(1, 2) AS a(id)", "a function in FROM", ""),
          from("(VALUES (1)) AS a(id)", "FROM is not supported", ""),
          from("skill_view a", "public.skill_view is a view", "tables behind"),
          from("parts_1 a", "public.parts_1 is a partition of parts", "the partitioned table"),
          from("halves a", "halves_1 is not logged", "like the others"),
          from("parents a", "child tables", ""),
          from("scratch a", "an unlogged table", ""),
          from("computed_keys a", "id, which is generated", "identity columns"),
          from("transmissions AS a (id, b)", "new names for a table's columns", "AS"),
          from("transmissions a TABLESAMPLE SYSTEM (10)", "TABLESAMPLE", ""),
          // Expressions.
          name("now()::text", "now() is stable", "immutable"),
          name("random()::text", "random() is volatile", "immutable"),
          name("current_date::text", "current_date", "columns"),
          name("last_seen::text", "depends on settings", ""),
          name("(last_seen + '1 day')::text", "is stable", "AT TIME ZONE"),
          name("jsonb_build_object('a', last_seen)::text", "session's time zone", "AT TIME ZONE"),
          name("jsonb_build_object('a', doc)::text", "jsonb_build_object of json", "cast"),
          name("name || 1", "|| between a text and another type", "cast the other side"),
          name("overlay(name placing 'x' from 1)", "cannot read this SELECT exactly", "simpler"),
          name("md5(name)", "the function md5(text) is not supported", "md5(bytea)"),
          name("CASE WHEN last_seen > 'now' THEN '' END", "'now'", "fixed date"),
          name("ctid::text", "system columns", ""),
          name("transmissions::text", "a whole row as a value", "name the columns"),
          name("(string_to_array(name, ','))[1]", "a subscript", ""),
          name("'(1,2)'::point::text", "a constant of type point", "constants can be"),
          name("CASE WHEN name < 'a' COLLATE \"en-x-icu\" THEN '' END", "in the order of", "\"C\""),
          name("lower(name COLLATE \"en-x-icu\")", "lower on text depends", "\"C\""),
          from("loose a WHERE a.word = 'x'", "a nondeterministic collation", "COLLATE"),
          from("loose a JOIN loose_keys k ON k.word = a.word", "a nondeterministic", "COLLATE"),
          of(
              "skills",
              "SELECT word AS id, count(*) > 1 AS is_suspicious FROM loose GROUP BY word",
              "a nondeterministic collation",
              "COLLATE"),
          group("count(DISTINCT x)::text", "count(DISTINCT …)", ""),
          group("sum(weight)::text", "sum(double precision)", "::numeric"),
          group("avg(x)::text", "the aggregate avg(integer)", "max, min, count"),
          group("string_agg(note, ',' ORDER BY x)", "the aggregate string_agg", ""),
          group("max(note COLLATE \"en-x-icu\")", "max on text in the order", "COLLATE \"C\""),
          of(
              "transmissions",
              "SELECT weight::numeric AS id, max(x) AS small FROM observations GROUP BY 1",
              "GROUP BY an expression of type numeric",
              "smallint"),
          of(
              "transmissions",
              "SELECT x AS id, max(x) AS small FROM observations GROUP BY ROLLUP (x)",
              "ROLLUP",
              ""));

  private RefusedSelects() {}

  private static Case of(String target, String select, String message, String remedy) {
    return new Case(target, select, message, remedy);
  }

  private static Case name(String expression, String message, String remedy) {
    return of("transmissions", KEYED.formatted(expression), message, remedy);
  }

  private static Case from(String from, String message, String remedy) {
    return of("transmissions", "SELECT a.id, 'x' AS name FROM " + from, message, remedy);
  }

  private static Case group(String aggregate, String message, String remedy) {
    String select = "SELECT transmission_id AS id, %s AS name FROM observations GROUP BY 1";
    return of("transmissions", select.formatted(aggregate), message, remedy);
  }
}
