package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.Record;

/** How many of the server's connections are taken; idle pools are no reason to slow down. */
final class ServerConnections implements Signal {
  private static final double PLENTY = 0.8;

  private static final String SQL =
      """
      SELECT (SELECT pg_catalog.sum(numbackends) FROM pg_catalog.pg_stat_database)::integer AS used,
        pg_catalog.current_setting('max_connections')::integer
          - pg_catalog.current_setting('superuser_reserved_connections')::integer
          - COALESCE(pg_catalog.current_setting('reserved_connections', true)::integer, 0) AS most
      """;

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public Reading read(Connection connection) {
    Record row = Sql.on(connection).fetchOne(SQL);
    return reading(row.get("used", Integer.class), row.get("most", Integer.class));
  }

  static Reading.Used reading(int used, int most) {
    double part = (double) used / Math.max(1, most);
    double utilization =
        part < PLENTY ? part / PLENTY / 2 : 0.5 + (part - PLENTY) / (1 - PLENTY) / 2;
    return Reading.used(Math.min(1, utilization), "%d of %d connections are taken", used, most);
  }
}
