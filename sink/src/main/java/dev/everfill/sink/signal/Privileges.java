package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;

/** What the role may see of others. Stateless. */
final class Privileges {
  private Privileges() {}

  static boolean readsAllStatistics(Connection connection) {
    return Sql.on(connection)
        .fetchOne("SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')")
        .get(0, Boolean.class);
  }

  static Reading missing() {
    return new Reading.Unavailable("it needs GRANT pg_monitor TO the role that writes");
  }
}
