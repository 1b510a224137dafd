package dev.everfill.base.definition;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** By target. */
final class AcceptedSelects {
  private static final String[] JOINS = {
    "SELECT s.id, r.name AS region_name FROM shops s LEFT JOIN regions r"
        + " ON r.code = s.region AND s.land = r.country",
    "SELECT shops.id, regions.name AS region_name FROM shops JOIN regions"
        + " ON (shops.land, shops.region) = (regions.country, regions.code)",
    "SELECT s.id, p.region AS region_name, g.land AS price_label FROM shops s"
        + " LEFT JOIN shops p ON p.id = s.parent LEFT JOIN shops g ON p.parent = g.id",
    "SELECT id, title AS price_label FROM shops JOIN conversations USING (id)",
    "SELECT id, title AS price_label FROM shops LEFT JOIN conversations c USING (id)"
        + " LEFT JOIN runs USING (id) WHERE agent_id <> ''",
    "SELECT shops.id, title AS price_label FROM public.shops JOIN conversations shops_ ON shops_.id"
        + " = parent WHERE (region, land) IS NOT DISTINCT FROM ('a', 'b')",
  };

  private static final String[] EXPRESSIONS = {
    "lower(s.land COLLATE \"C\")",
    "CASE s.parent WHEN 1 THEN 'one' WHEN 2 THEN region ELSE land END",
    "CASE WHEN s.parent = -1 THEN 'minus' WHEN land < 'x' COLLATE \"C\" THEN NULL END",
    "nullif(region, land)",
    "coalesce(region, land, 'none')::text",
    "greatest(s.parent, 3, 1 + s.id)::text",
    "CASE WHEN region IN ('a', 'b') THEN 'x' ELSE 'y' END",
    "CASE WHEN parent NOT IN (1, 2) IS TRUE THEN 'x' WHEN (parent > 1) IS NOT UNKNOWN THEN '' END",
    "(s.parent IS DISTINCT FROM s.id)::text",
    "(s.parent % 2 = 0 AND (land LIKE 'a\\_%' OR NOT region IS NULL))::text",
    "(1.50 * s.id / -0.003)::text",
    "('{1,2}'::int[] @> ARRAY[s.parent]::int[])::text",
    "(land = ALL ('{a,\"b c\",NuLL,\"x\\\"y\"}'::text[]))::text",
    "(land = ANY (ARRAY[]::text[]))::text",
    "(parent = ANY ('{1,NULL,9223372036854775807}'::bigint[]))::text",
    "(region = ANY (ARRAY['a', 'b', land, NULL]))::text",
    "(parent BETWEEN 1 AND 5 AND land = 'a' AND (region, land) = ('a', 'b'))::text",
    "substring(land FROM 2 FOR 3)",
    "trim(both ' ' from land)",
    "position('a' in land)::text",
    "left(land, 3) || '-' || s.id::text || true::text",
    "to_jsonb(parent)::text",
    "jsonb_build_array('a', 1, 2.5, true, null::text, '2020-02-29'::date, land)::text",
    "(date '2020-01-01' - 3 = '0044-03-15 BC'::date)::text",
    "(timestamp '2020-01-01 10:00:00.120' + interval '1 year -2 mons +3 days -04:05:06.7'"
        + " > 'infinity')::text",
    "('2020-06-01 12:00+02'::timestamptz = '2020-06-01 10:00:00+00')::text",
    "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid = NULL)::text",
    "(1e300::float8 > 1.5::real)::text",
    "((-0.000123)::numeric + 123456789012345678901234567890.5 + 10000 + 'NaN')::text",
    "(9223372036854775807 + (-32768)::smallint)::text",
    "('{\"a\": {\"b\": [1.5, -7, 100000, \"\\u00e9\\n\", {}, []]}, \"cc\": \"x\"}'::jsonb)::text",
    "((('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,"
        + "35,36,37,38,39,40]'::jsonb) -> -1))::text",
    "('\"scalar\"'::jsonb || 'null')::text",
    "extract(year from timestamp '2020-01-01')::text",
  };

  private static final String SHOP = "SELECT s.id, %s AS price_label FROM shops s";

  static final String SUSPICIOUS =
      """
      SELECT id, coalesce('flagged.suspicious' = ANY (moderation_flags), false)
          OR coalesce(moderation_reason LIKE 'scanner.%.suspicious', false) AS is_suspicious
      FROM skills
      """;

  static final String SUMMARY =
      """
      SELECT s.id, CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('version', v.version,
        'createdAt', v.created_at, 'changelog', v.changelog, 'changelogSource', v.changelog_source,
        'description', v.description, 'clawdis', v.doc -> 'clawdis') END AS latest_version_summary
      FROM skills s LEFT JOIN skill_versions v ON v.id = s.latest_version_id
      """;

  static final String LAST_SEEN =
      "SELECT transmission_id AS id, max(\"timestamp\") AS last_seen FROM observations"
          + " GROUP BY transmission_id";

  static final Map<String, List<String>> ALL =
      Map.ofEntries(
          Map.entry("public.skills", List.of(SUSPICIOUS, SUMMARY, SUMMARY + ";  -- done\n")),
          Map.entry(
              "transmissions",
              List.of(
                  LAST_SEEN,
                  "SELECT transmission_id AS id, count(*) AS seen_count, max(\"timestamp\")"
                      + " FILTER (WHERE x > 0 AND weight < 'Infinity') last_seen FROM observations o"
                      + " WHERE transmission_id IS NOT NULL GROUP BY 1 HAVING count(*) > 2",
                  "SELECT count(y) + sum(x) * 2 AS seen_count, min(x) AS small,"
                      + " (o.transmission_id + 1) / 2 AS id FROM observations o"
                      + " GROUP BY (o.transmission_id + 1) / 2"
                      + " HAVING (o.transmission_id + 1) / 2 > 3 OR sum(x) IS NULL",
                  "SELECT o.id, n.name::varchar(20) AS label FROM observations o"
                      + " JOIN transmissions n ON o.transmission_id = n.id WHERE NOT (x IN (1, 2, 3))",
                  "SELECT o.id, o.x AS small, (round(amount, 2))::numeric(10,2) AS score"
                      + " FROM observations o")),
          Map.entry("graded", List.of("SELECT id, x AS grade FROM observations")),
          Map.entry("parts", List.of("SELECT id, name FROM parts_source")),
          Map.entry(
              "users",
              List.of(
                  "SELECT user_id AS id, min(created_at) AS first_instance_at FROM instances"
                      + " GROUP BY user_id")),
          Map.entry(
              "runs",
              List.of(
                  "SELECT id, action_input ->> 'agentId' AS agent_id,"
                      + " action_input #>> '{a,b}' AS conversation_id FROM runs"
                      + " WHERE action_input @> '{\"k\": [1, null, true, -2.50, \"é\\\"\"]}'")),
          Map.entry(
              "conversation_stats",
              List.of(
                  "SELECT conversation_id, count(*) AS message_count,"
                      + " max(m.created_at) AS last_message_at FROM messages m"
                      + " JOIN conversations c ON c.id = m.conversation_id"
                      + " GROUP BY m.conversation_id")),
          Map.entry(
              "app.\"Odd Name\"",
              List.of(
                  "SELECT id, 'x''y\\z' || title AS \"a\"\"b\" FROM conversations",
                  "SELECT \"O\".id, \"O\".\"Größe\"::text || $q$;$q$ AS \"a\"\"b\""
                      + " FROM app.\"Odd Name\" \"O\" WHERE \"Größe\" BETWEEN -1 AND 5")),
          Map.entry("shops", shops()));

  private static List<String> shops() {
    return Stream.concat(Stream.of(JOINS), Stream.of(EXPRESSIONS).map(SHOP::formatted)).toList();
  }

  private AcceptedSelects() {}
}
