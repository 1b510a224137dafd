package dev.everfill.base.control;

import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.status.QuarantineView;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jooq.JSONB;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The rows that cannot be written, by partition of a derived topic; a key is in it once, with its
 * newest values. Everything happens on the caller's connection and in the caller's transaction;
 * failures are jOOQ's {@code DataAccessException}. Safe for all threads.
 */
public final class QuarantineStore {
  /** What some server encoding lacks. */
  private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x20-\\x7e\n]");

  private final ControlTables tables;

  /**
   * @param schema the control schema
   */
  public QuarantineStore(String schema) {
    this.tables = new ControlTables(schema);
  }

  /**
   * Puts rows in; one that is in already gets its newest values and reason, counts one more try,
   * and waits for another request.
   *
   * @param rows each key once
   * @param values whether keys and values are kept; a server whose encoding lacks a character
   *     refuses them
   * @return how many were not in before
   */
  public int put(
      Connection connection,
      FieldRef field,
      String topic,
      int partition,
      List<Quarantined> rows,
      boolean values) {
    List<Quarantined> kept = rows.stream().map(row -> storable(row, values)).toList();
    return put(connection, field, topic, partition, keyed(kept, true), "key")
        + put(connection, field, topic, partition, keyed(kept, false), "record_offset");
  }

  private static List<Quarantined> keyed(List<Quarantined> rows, boolean keyed) {
    return rows.stream().filter(row -> (row.key() != null) == keyed).toList();
  }

  /** PostgreSQL holds no U+0000, neither in text nor in JSON. */
  private static Quarantined storable(Quarantined row, boolean values) {
    boolean key = values && row.key() != null && storable(row.key().values());
    boolean columns = values && row.columns() != null && storable(row.columns().values());
    return new Quarantined(
        row.offset(),
        key ? row.key() : null,
        columns ? row.columns() : null,
        row.sqlState(),
        values
            ? row.message().replace("\0", "\\0")
            : BEYOND_ASCII.matcher(row.message()).replaceAll("?"));
  }

  private static boolean storable(Collection<String> values) {
    return values.stream().noneMatch(value -> value != null && value.indexOf('\0') >= 0);
  }

  private int put(
      Connection connection,
      FieldRef field,
      String topic,
      int partition,
      List<Quarantined> rows,
      String identity) {
    if (rows.isEmpty()) {
      return 0;
    }
    String known = identity.equals("key") ? "key IS NOT NULL" : "key IS NULL";
    return (int)
        Sql.on(connection)
            .fetch(
                "INSERT INTO {0} AS q (field, generation, topic, partition, record_offset, key,"
                    + " columns, sqlstate, message) SELECT {1}, {2}, {3}, {4}, n.o::bigint,"
                    + " n.k::jsonb, n.c::jsonb, n.s, n.m FROM ROWS FROM (pg_catalog.unnest({5}),"
                    + " pg_catalog.unnest({6}), pg_catalog.unnest({7}), pg_catalog.unnest({8}),"
                    + " pg_catalog.unnest({9})) AS n (o, k, c, s, m)"
                    + " ON CONFLICT (topic, partition, "
                    + identity
                    + ") WHERE "
                    + known
                    + " DO UPDATE SET at = pg_catalog.now(), record_offset = excluded.record_offset,"
                    + " columns = excluded.columns, sqlstate = excluded.sqlstate,"
                    + " message = excluded.message, attempts = q.attempts + 1,"
                    + " retry_requested_at = NULL RETURNING xmax = 0",
                tables.quarantine(),
                DSL.val(field.name()),
                DSL.val(field.generation()),
                DSL.val(topic),
                DSL.val(partition),
                texts(rows, row -> String.valueOf(row.offset())),
                texts(rows, row -> row.key() == null ? null : json(row.key())),
                texts(rows, QuarantineStore::columns),
                texts(rows, Quarantined::sqlState),
                texts(rows, Quarantined::message))
            .stream()
            .filter(row -> row.get(0, Boolean.class))
            .count();
  }

  private static String columns(Quarantined row) {
    return row.columns() == null ? null : text(EventCodec.encodeColumns(row.columns()));
  }

  /**
   * Takes rows out, since a value of theirs is written or they are gone.
   *
   * @return how many were in
   */
  public int remove(Connection connection, String topic, int partition, List<Key> keys) {
    List<Key> storable = keys.stream().filter(key -> storable(key.values())).toList();
    if (storable.isEmpty()) {
      return 0;
    }
    return Sql.on(connection)
        .execute(
            "DELETE FROM {0} AS q USING pg_catalog.unnest({1}) AS n (k)"
                + " WHERE q.topic = {2} AND q.partition = {3} AND q.key = n.k::jsonb",
            tables.quarantine(),
            texts(storable, QuarantineStore::json),
            DSL.val(topic),
            DSL.val(partition));
  }

  /** The oldest rows of a partition that somebody wants tried again. */
  public List<Quarantined> requested(
      Connection connection, String topic, int partition, int limit) {
    return Sql.on(connection)
        .fetch(
            "SELECT record_offset, key, columns, sqlstate, message FROM {0} WHERE topic = {1}"
                + " AND partition = {2} AND retry_requested_at IS NOT NULL AND key IS NOT NULL"
                + " AND columns IS NOT NULL ORDER BY id LIMIT {3}",
            tables.quarantine(), DSL.val(topic), DSL.val(partition), DSL.val(limit))
        .map(QuarantineStore::row);
  }

  private static Quarantined row(Record row) {
    Map<String, String> columns =
        EventCodec.decodeColumns(bytes(row.get("columns", JSONB.class).data()));
    return new Quarantined(
        row.get("record_offset", Long.class),
        EventCodec.decodeKey(bytes(row.get("key", JSONB.class).data())),
        columns,
        row.get("sqlstate", String.class),
        row.get("message", String.class));
  }

  /** The oldest rows of the current generations, without their values. */
  public List<QuarantineView> view(Connection connection, int limit) {
    return Sql.on(connection)
        .fetch(
            "SELECT q.id, q.field, q.at, q.key::text AS key, q.sqlstate, q.message, q.topic,"
                + " q.partition, q.record_offset, q.attempts,"
                + " q.retry_requested_at IS NOT NULL AS requested FROM {0} AS q JOIN {1} AS f"
                + " ON f.name = q.field AND f.generation = q.generation AND f.current"
                + " ORDER BY q.id LIMIT {2}",
            tables.quarantine(), tables.field(), DSL.val(limit))
        .map(QuarantineStore::view);
  }

  private static QuarantineView view(Record row) {
    return new QuarantineView(
        row.get("id", Long.class),
        row.get("field", String.class),
        row.get("at", OffsetDateTime.class).toInstant(),
        row.get("key", String.class),
        row.get("sqlstate", String.class),
        row.get("message", String.class),
        row.get("topic", String.class)
            + "["
            + row.get("partition", Integer.class)
            + "]@"
            + row.get("record_offset", Long.class),
        row.get("attempts", Integer.class),
        row.get("requested", Boolean.class));
  }

  /** How many rows of a field are in, of how many that are expected. */
  public Share share(Connection connection, FieldRef field) {
    Record row =
        Sql.on(connection)
            .fetchOne(
                "SELECT COALESCE(pg_catalog.sum(p.quarantined_rows), 0)::bigint,"
                    + " GREATEST(COALESCE(pg_catalog.sum(p.expected_rows), 0),"
                    + " pg_catalog.max(COALESCE(f.rows_total, 0)))::bigint FROM {0} AS f JOIN {1} AS p"
                    + " ON p.field = f.name AND p.generation = f.generation"
                    + " WHERE f.name = {2} AND f.generation = {3}",
                tables.field(),
                tables.progress(),
                DSL.val(field.name()),
                DSL.val(field.generation()));
    return new Share(row.get(0, Long.class), row.get(1, Long.class));
  }

  /**
   * @param rows in quarantine
   * @param of rows to fill; 0 while unknown
   */
  public record Share(long rows, long of) {}

  private static String json(Key key) {
    return text(EventCodec.encodeKey(key));
  }

  private static <T> Param<String[]> texts(List<T> rows, Function<T, String> part) {
    return DSL.val(rows.stream().map(part).toArray(String[]::new));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
