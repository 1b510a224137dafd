package dev.everfill.base.control;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * How far derived topics have been written: offsets that live in the transaction of the rows.
 * Everything happens on the caller's connection and in the caller's transaction; failures are
 * jOOQ's {@code DataAccessException}. Safe for all threads.
 */
public final class ProgressStore {
  private static final String COLUMNS =
      "partition, owner_epoch, next_offset, high_offset, level, expected_rows, settled_rows,"
          + " settled_before, changed_rows, quarantined_rows";
  private final ControlTables tables;

  private final String advance;

  /**
   * @param schema the control schema
   */
  public ProgressStore(String schema) {
    this.tables = new ControlTables(schema);
    this.advance = new AdvanceSql(schema).alone();
  }

  /**
   * Makes the rows of a derived topic's partitions, where they are not there yet. Rows that count
   * another topic of the same name (deleted and made again, or of another Kafka) start from zero
   * with an empty quarantine, and whoever had them is fenced.
   *
   * @param topicId the topic's own id: equal names do not make equal offsets
   * @return how many rows were made or set back
   */
  public int prepare(
      Connection connection, FieldRef field, String topic, String topicId, int partitions) {
    var sql = Sql.on(connection);
    sql.execute(
        "DELETE FROM {0} AS q USING {1} AS p WHERE p.topic = {2} AND p.topic_id <> {3}"
            + " AND q.topic = p.topic AND q.partition = p.partition",
        tables.quarantine(), tables.progress(), DSL.val(topic), DSL.val(topicId));
    return sql.execute(
        "INSERT INTO {0} AS p (topic, partition, topic_id, field, generation)"
            + " SELECT {1}, n, {2}, {3}, {4} FROM pg_catalog.generate_series(0, {5} - 1) AS n"
            + " ON CONFLICT (topic, partition) DO UPDATE SET topic_id = excluded.topic_id,"
            + " owner_epoch = p.owner_epoch + 1, next_offset = 0, high_offset = 0, level = 0,"
            + " expected_rows = NULL, settled_rows = 0, settled_before = 0,"
            + " quarantined_rows = 0, updated_at = pg_catalog.now() WHERE p.topic_id <> excluded.topic_id",
        tables.progress(),
        DSL.val(topic),
        DSL.val(topicId),
        DSL.val(field.name()),
        DSL.val(field.generation()),
        DSL.val(partitions));
  }

  /**
   * Takes partitions over: from the commit on, whoever had them is fenced. Quarantined rows are
   * counted anew, since people may have taken some out.
   *
   * @return where each stands, under its new epoch; a partition that was never prepared is missing
   */
  public List<Progress> claim(Connection connection, String topic, Collection<Integer> partitions) {
    return Sql.on(connection)
        .fetch(
            "UPDATE {0} AS p SET owner_epoch = owner_epoch + 1, updated_at = pg_catalog.now(),"
                + " quarantined_rows = (SELECT pg_catalog.count(*) FROM {3} AS q"
                + " WHERE q.field = p.field AND q.generation = p.generation"
                + " AND q.topic = p.topic AND q.partition = p.partition)"
                + " WHERE topic = {1} AND partition = ANY({2}) RETURNING "
                + COLUMNS,
            tables.progress(),
            DSL.val(topic),
            DSL.val(partitions.toArray(Integer[]::new)),
            tables.quarantine())
        .map(row -> progress(topic, row));
  }

  /** Where a topic's partitions stand, by partition, without taking them over. */
  public List<Progress> read(Connection connection, String topic) {
    return Sql.on(connection)
        .fetch(
            "SELECT " + COLUMNS + " FROM {0} WHERE topic = {1} ORDER BY partition LIMIT 100000",
            tables.progress(),
            DSL.val(topic))
        .map(row -> progress(topic, row));
  }

  private static Progress progress(String topic, Record row) {
    return new Progress(
        topic,
        row.get("partition", Integer.class),
        row.get("owner_epoch", Long.class),
        row.get("next_offset", Long.class),
        row.get("high_offset", Long.class),
        row.get("level", Long.class),
        row.get("expected_rows", Long.class),
        row.get("settled_rows", Long.class),
        row.get("settled_before", Long.class),
        row.get("changed_rows", Long.class),
        row.get("quarantined_rows", Long.class));
  }

  /**
   * Moves partitions of one topic on, each only if its epoch and next offset are still what the
   * caller saw. One statement, which may be a transaction by itself.
   *
   * @param advances at least one
   * @param flushed whether the commit waits for the log to be flushed, as a level must
   * @throws SQLException with {@link AdvanceSql#FENCED} if any is not: the transaction fails, for
   *     somebody else owns the partition or these records have been written already
   */
  public void advance(Connection connection, List<Advance> advances, boolean flushed)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(advance)) {
      int at = AdvanceSql.bind(connection, update, advances);
      update.setInt(at, advances.size());
      update.setString(at + 1, flushed ? "local" : "off");
      update.execute();
    }
  }

  /**
   * Everything committed before this log position has been written to the field's columns.
   *
   * @return empty until every partition has a level
   */
  public OptionalLong minLevel(Connection connection, FieldRef field) {
    Record row =
        Sql.on(connection)
            .fetchOne(
                "SELECT pg_catalog.min(p.level) AS level, pg_catalog.count(*) >= f.partitions AS known"
                    + " FROM {0} AS f JOIN {1} AS p ON p.field = f.name"
                    + " AND p.generation = f.generation WHERE f.name = {2} AND f.generation = {3}"
                    + " GROUP BY f.partitions",
                tables.field(),
                tables.progress(),
                DSL.val(field.name()),
                DSL.val(field.generation()));
    boolean live = row != null && row.get("known", Boolean.class) && row.get(0, Long.class) > 0;
    return live ? OptionalLong.of(row.get(0, Long.class)) : OptionalLong.empty();
  }
}
