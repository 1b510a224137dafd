package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.Table;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * How the pipeline's own writes come back in the stream of changes. They may be left out by their
 * replication origin only where nobody else writes under one: {@code origin=none} hides every such
 * row, not just our own.
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

  /** What the catalogue says now; nothing else is touched. */
  static OwnWrites of(Connection connection, int serverMajor, String name, List<Table> captured) {
    if (serverMajor < ORIGIN_FILTER_SINCE) {
      return read("PostgreSQL " + serverMajor + " cannot filter by origin");
    }
    Long[] oids = captured.stream().map(Table::oid).toArray(Long[]::new);
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
    return new OwnWrites(true, "left out of the stream by their replication origin");
  }

  private static OwnWrites read(String because) {
    return new OwnWrites(false, "read back and recognised by their values: " + because);
  }
}
