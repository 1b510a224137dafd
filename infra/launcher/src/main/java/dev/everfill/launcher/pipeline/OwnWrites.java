package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.CapturedColumns;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.SourceColumns;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * How the pipeline's own writes come back in the stream of changes. They may be left out by their
 * replication origin only where nobody else writes under one: {@code origin=none} hides every such
 * row, not just our own. What a trigger of the target does is hidden with the write that fired it.
 *
 * @param skipped whether the stream leaves out everything written under an origin; if not, own
 *     writes are read once and die by their value
 * @param why for people; never empty
 */
public record OwnWrites(boolean skipped, String why) {
  private static final int ORIGIN_FILTER_SINCE = 16;

  /** The view is everybody's to read; pg_subscription is not. */
  private static final String SUBSCRIBED =
      "SELECT DISTINCT s.srrelid::pg_catalog.regclass::text FROM pg_catalog.pg_subscription_rel AS s"
          + " WHERE COALESCE(pg_catalog.pg_partition_root(s.srrelid), s.srrelid)::oid::pg_catalog.int8"
          + " = ANY({0}) ORDER BY 1";

  /** Those of subscriptions are told by their tables; they may be of other databases. */
  private static final String OTHERS =
      "SELECT o.roname FROM pg_catalog.pg_replication_origin AS o"
          + " WHERE o.roname <> {0} AND o.roname !~ '^pg_[0-9]+' ORDER BY 1 LIMIT 10";

  /**
   * What else is written in the transactions that write the targets: by triggers, by foreign keys
   * that follow a value, and into generated columns that some field reads.
   */
  private static final String CONSEQUENCES =
      "SELECT 'the trigger ' || t.tgname || ' of ' || t.tgrelid::pg_catalog.regclass::text"
          + " FROM pg_catalog.pg_trigger AS t"
          + " WHERE t.tgrelid::pg_catalog.int8 = ANY({0}) AND NOT t.tgisinternal"
          + " AND t.tgtype & 16 > 0 AND t.tgenabled IN ('O', 'A')"
          + " UNION ALL SELECT 'the foreign key ' || c.conname FROM pg_catalog.pg_constraint AS c"
          + " WHERE c.confrelid::pg_catalog.int8 = ANY({0}) AND c.contype = 'f'"
          + " AND c.confupdtype IN ('c', 'n', 'd')"
          + " UNION ALL SELECT 'the generated column ' || a.attname || ' of '"
          + " || a.attrelid::pg_catalog.regclass::text FROM pg_catalog.pg_attribute AS a"
          + " WHERE a.attrelid::pg_catalog.int8 = ANY({0}) AND a.attgenerated <> ''"
          + " AND a.attname = ANY({1}) ORDER BY 1 LIMIT 10";

  /** What the catalogue says now; nothing else is touched. */
  static OwnWrites of(
      Connection connection, int serverMajor, String name, List<FieldDefinition> fields) {
    if (serverMajor < ORIGIN_FILTER_SINCE) {
      return read("PostgreSQL " + serverMajor + " cannot filter by origin");
    }
    Collection<CapturedColumns> captured = SourceColumns.of(fields).values();
    Long[] oids = captured.stream().map(table -> table.table().oid()).toArray(Long[]::new);
    List<String> subscribed =
        Sql.on(connection)
            .fetch(SUBSCRIBED, DSL.val(oids).cast(SQLDataType.BIGINT.array()))
            .getValues(0, String.class);
    if (!subscribed.isEmpty()) {
      return read("a subscription writes into " + String.join(", ", subscribed));
    }
    List<String> others =
        Sql.on(connection).fetch(OTHERS, DSL.val(name)).getValues(0, String.class);
    if (!others.isEmpty()) {
      return read("others may write under the origin " + String.join(", ", others));
    }
    List<String> consequences = consequences(connection, fields, captured);
    if (!consequences.isEmpty()) {
      return read(
          "what is written has consequences that must be seen: " + String.join(", ", consequences));
    }
    return new OwnWrites(true, "left out of the stream by their replication origin");
  }

  private static List<String> consequences(
      Connection connection, List<FieldDefinition> fields, Collection<CapturedColumns> captured) {
    Long[] targets =
        fields.stream().map(field -> field.target().oid()).distinct().toArray(Long[]::new);
    String[] read =
        captured.stream()
            .flatMap(table -> table.columns().stream())
            .map(Column::name)
            .distinct()
            .toArray(String[]::new);
    return Sql.on(connection)
        .fetch(
            CONSEQUENCES,
            DSL.val(targets).cast(SQLDataType.BIGINT.array()),
            DSL.val(read).cast(SQLDataType.VARCHAR.array()))
        .getValues(0, String.class);
  }

  private static OwnWrites read(String because) {
    return new OwnWrites(false, "read back and recognised by their values: " + because);
  }
}
