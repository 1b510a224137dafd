package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What PostgreSQL itself does with each row that is written, for people to judge beforehand.
 *
 * @param triggers that fire for each written row, as their definitions
 * @param checks that may refuse a value; such a row is set aside and the others are written
 * @param indexes that are written with each row
 */
public record WriteEffects(List<String> triggers, List<String> checks, List<String> indexes) {
  /** The table and its partitions; a trigger that a partition has from its table counts once. */
  private static final String TRIGGERS =
      """
      SELECT pg_catalog.pg_get_triggerdef(t.oid, true)
        || CASE t.tgenabled WHEN 'A' THEN ' (ENABLE ALWAYS)' ELSE '' END
        || CASE WHEN t.tgtype & 2 > 0 AND t.tgtype & 1 > 0
             THEN ' (a row that it suppresses, or whose value it changes, is set aside)'
             ELSE '' END
      FROM pg_catalog.pg_trigger t
      WHERE (t.tgrelid = {0}::oid OR t.tgrelid IN (
              SELECT p.relid FROM pg_catalog.pg_partition_tree({0}::oid::regclass) p))
        AND t.tgparentid = 0 AND NOT t.tgisinternal AND t.tgtype & 16 > 0
        AND t.tgenabled IN ('O', 'A')
        AND (pg_catalog.cardinality(t.tgattr::int2[]) = 0 OR EXISTS (
              SELECT FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr) AND a.attname = ANY ({1})))
      ORDER BY t.tgtype & 2 DESC, t.tgname LIMIT 100
      """;

  private static final String CHECKS =
      """
      SELECT a.attname || ' is NOT NULL' FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = {0}::oid AND a.attname = ANY ({1}) AND a.attnotnull
      UNION ALL
      SELECT a.attname || ' is of the domain ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid AND t.typtype = 'd'
      WHERE a.attrelid = {0}::oid AND a.attname = ANY ({1})
      UNION ALL
      SELECT c.conname || ': ' || pg_catalog.pg_get_constraintdef(c.oid, true)
      FROM pg_catalog.pg_constraint c
      WHERE c.conrelid = {0}::oid AND c.contype IN ('c', 'f', 'u', 'x') AND EXISTS (
        SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.conrelid
          AND a.attnum = ANY (c.conkey) AND a.attname = ANY ({1}))
      ORDER BY 1 LIMIT 100
      """;

  private static final String INDEXES =
      """
      SELECT pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index i
      WHERE i.indrelid = {0}::oid AND i.indisready AND EXISTS (
        SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a
          ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = i.indexrelid
          AND d.refobjid = i.indrelid AND a.attname = ANY ({1}))
      ORDER BY 1 LIMIT 100
      """;

  /** What the catalogue says now. */
  public static WriteEffects of(Connection connection, FieldDefinition field) {
    return new WriteEffects(
        list(connection, field, TRIGGERS),
        list(connection, field, CHECKS),
        list(connection, field, INDEXES));
  }

  private static List<String> list(Connection connection, FieldDefinition field, String sql) {
    String[] columns = field.values().stream().map(Column::name).toArray(String[]::new);
    return Sql.on(connection)
        .fetch(
            sql, DSL.val(field.target().oid()), DSL.val(columns).cast(SQLDataType.VARCHAR.array()))
        .getValues(0, String.class);
  }
}
