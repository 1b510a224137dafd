package dev.everfill.e2e;

import java.util.List;

/** The fields of the workshop schema, as a user writes them and as the oracle checks them. */
final class Fields {
  static final Oracle.Field LAST_SEEN =
      new Oracle.Field(
          "parent",
          "id",
          List.of("last_seen"),
          "SELECT parent_id AS id, max(seen_at) AS last_seen FROM child GROUP BY parent_id",
          List.of("NULL"));

  static final Oracle.Field TOTALS =
      new Oracle.Field(
          "parent",
          "id",
          List.of("child_count", "amount_total"),
          "SELECT parent_id AS id, count(*) AS child_count, sum(amount) AS amount_total"
              + " FROM child WHERE kind = 'counted' GROUP BY parent_id",
          List.of("0", "NULL"));

  static final Oracle.Field SUSPICIOUS =
      new Oracle.Field(
          "item",
          "id",
          List.of("suspicious"),
          "SELECT id, coalesce('flagged.suspicious' = ANY (flags), false)"
              + " OR coalesce(reason LIKE 'scanner.%.suspicious', false) AS suspicious FROM item",
          List.of("NULL"));

  static final Oracle.Field SUMMARY =
      new Oracle.Field(
          "item",
          "id",
          List.of("summary"),
          "SELECT i.id, CASE WHEN d.id IS NULL THEN NULL ELSE jsonb_build_object('version',"
              + " d.version, 'changelog', d.changelog, 'facts', d.facts) END AS summary"
              + " FROM item i LEFT JOIN doc d ON d.id = i.doc_id",
          List.of("NULL"));

  static final List<Oracle.Field> ALL = List.of(LAST_SEEN, TOTALS, SUSPICIOUS, SUMMARY);

  private Fields() {}

  /** The {@code fields:} section of a configuration. */
  static String yaml(List<Oracle.Field> fields) {
    StringBuilder yaml = new StringBuilder("fields:\n");
    for (Oracle.Field field : fields) {
      yaml.append("  - target: ").append(field.target()).append('\n');
      yaml.append("    select: >-\n      ").append(field.select()).append('\n');
      if (field == TOTALS) {
        yaml.append("    otherwise: {child_count: 0}\n");
      }
    }
    return yaml.toString();
  }
}
