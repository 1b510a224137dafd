package dev.everfill.bench.server;

import dev.everfill.launcher.demo.Example;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The example {@code transmissions}: at scale 1.0, 71 000 target rows and 1.5 million observations
 * of about 1 kB. The target's keys are 1 … {@link #rows()} without a gap.
 */
public final class Dataset {
  /** What the column should hold, as a user would state it. */
  public static final String SELECT =
      "SELECT transmission_id AS id, max(\"timestamp\") AS last_seen FROM public.observations"
          + " GROUP BY transmission_id";

  private static final String EXPECTED =
      "SELECT t.id, s.last_seen FROM public.transmissions AS t LEFT JOIN ("
          + SELECT
          + ") AS s ON s.id = t.id";
  private static final String ACTUAL = "SELECT id, last_seen FROM public.transmissions";
  private static final String DIFFERENCES =
      "SELECT pg_catalog.count(*) FROM (("
          + EXPECTED
          + " EXCEPT "
          + ACTUAL
          + ") UNION ALL ("
          + ACTUAL
          + " EXCEPT "
          + EXPECTED
          + ")) AS d";

  private final Server server;
  private final String marker;
  private long rows;

  public Dataset(Server server, BigDecimal scale) {
    this.server = server;
    this.marker = "everfill bench, scale " + scale.stripTrailingZeros().toPlainString();
  }

  /**
   * Creates the tables unless they are there from an earlier run at this scale.
   *
   * @throws IllegalStateException if there are tables of these names that are not ours
   */
  public void prepare() throws SQLException {
    String found = text("SELECT pg_catalog.obj_description('public.transmissions'::regclass)");
    if (!marker.equals(found)) {
      if (found != null && !found.startsWith("everfill bench")) {
        throw new IllegalStateException(
            "there is a table public.transmissions that is not of this benchmark; give it an empty"
                + " database");
      }
      seed();
    }
    rows = Long.parseLong(text("SELECT pg_catalog.max(id) FROM public.transmissions"));
  }

  private void seed() throws SQLException {
    Example example = Example.of("transmissions").orElseThrow();
    try (Connection connection = server.connect("bench setup");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DROP TABLE IF EXISTS public.observations, public.transmissions;"
              + " DROP SEQUENCE IF EXISTS public.observation_ids");
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL search_path TO public");
      statement.execute(
          "SET LOCAL everfill.scale = '" + marker.substring(marker.lastIndexOf(' ') + 1) + "'");
      statement.execute(example.schema());
      statement.execute(example.seed());
      statement.execute("COMMENT ON TABLE public.transmissions IS '" + marker + "'");
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("VACUUM (ANALYZE) public.observations");
    }
  }

  /** Empties the column and packs the table again, so that every contender finds the same. */
  public void restore() throws SQLException {
    server.execute("UPDATE public.transmissions SET last_seen = NULL WHERE last_seen IS NOT NULL");
    pack();
    server.execute("CHECKPOINT");
  }

  /** Sets every value that there is back by a second, and packs the table again. */
  public void setBack() throws SQLException {
    server.execute(
        "UPDATE public.transmissions SET last_seen = last_seen - interval '1 second'"
            + " WHERE last_seen IS NOT NULL");
    pack();
  }

  /**
   * Leaves no dead rows and no free room in the table. Forces no checkpoint: a running Everfill
   * would take its time after some of these.
   */
  public void pack() throws SQLException {
    server.execute(
        "CLUSTER public.transmissions USING transmissions_pkey",
        "VACUUM (ANALYZE) public.transmissions");
  }

  /** How many target rows there are. */
  public long rows() {
    return rows;
  }

  /** A query for every target row's key and the value it should have. */
  public String expected() {
    return EXPECTED;
  }

  /** How many rows are not as the SELECT says: EXCEPT, both ways. */
  public long differences() throws SQLException {
    return Long.parseLong(text(DIFFERENCES));
  }

  /** A single value; null for NULL and for a table that there is not. */
  private String text(String sql) throws SQLException {
    try (Connection connection = server.connect("bench setup");
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException failed) {
      if ("42P01".equals(failed.getSQLState())) {
        return null;
      }
      throw failed;
    }
  }
}
