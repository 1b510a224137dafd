package dev.everfill.bench.throughput;

import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.server.Dataset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A loop over arrays, as one would write it by hand, with all values at hand. */
final class ArrayLoop {
  /** The shortest statement that does it. */
  static final String PLAIN =
      "UPDATE public.transmissions AS t SET last_seen = v.last_seen FROM ROWS FROM"
          + " (pg_catalog.unnest(?::bigint[]), pg_catalog.unnest(?::timestamptz[]))"
          + " AS v (id, last_seen)"
          + " WHERE t.id = v.id AND t.last_seen IS DISTINCT FROM v.last_seen";

  /** The same, in key order and without waiting for anybody: what the sink's statement does. */
  static final String SAME =
      "WITH incoming AS MATERIALIZED (SELECT v.id::bigint AS id, v.last_seen::timestamptz AS last_seen"
          + " FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]))"
          + " AS v (id, last_seen)), locked AS MATERIALIZED (SELECT i.id, i.last_seen"
          + " FROM incoming AS i JOIN public.transmissions AS t ON t.id = i.id"
          + " WHERE t.last_seen IS DISTINCT FROM i.last_seen"
          + " ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED)"
          + " UPDATE public.transmissions AS t SET last_seen = l.last_seen FROM locked AS l"
          + " WHERE t.id = l.id";

  /** As the sink's session is set, whose progress lies in the same transaction as the rows. */
  private static final String SETTINGS =
      "SET synchronous_commit = off; SET plan_cache_mode = force_generic_plan;"
          + " SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET jit = off; SET TIME ZONE 'UTC'; SET search_path = ''";

  private final List<String> keys = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private final Bench bench;

  private ArrayLoop(Bench bench) {
    this.bench = bench;
  }

  /** Reads what is to be written: as many rows as the sink writes in a round. */
  static ArrayLoop of(Bench bench, Dataset dataset) throws SQLException {
    ArrayLoop loop = new ArrayLoop(bench);
    try (Connection connection = bench.server().connect("bench setup");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(dataset.expected() + " ORDER BY id")) {
      while (rows.next()) {
        if (rows.getString(2) != null) {
          loop.keys.add(rows.getString(1));
          loop.values.add(rows.getString(2));
        }
      }
    }
    return loop;
  }

  /** Rows per second over all these rows, once. */
  double measure(String sql, int batch) throws SQLException {
    try (Connection connection = bench.server().connect("bench contender");
        Statement settings = connection.createStatement()) {
      settings.execute(SETTINGS);
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        long begun = System.nanoTime();
        for (int from = 0; from < keys.size(); from += batch) {
          int to = Math.min(keys.size(), from + batch);
          statement.setArray(1, array(connection, keys.subList(from, to)));
          statement.setArray(2, array(connection, values.subList(from, to)));
          statement.execute();
          connection.commit();
        }
        return keys.size() * 1e9 / (System.nanoTime() - begun);
      }
    }
  }

  private static java.sql.Array array(Connection connection, List<String> part)
      throws SQLException {
    return connection.createArrayOf("text", part.toArray(String[]::new));
  }
}
