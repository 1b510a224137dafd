package dev.everfill.bench.throughput;

import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldControl;
import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.EverfillProcess;
import dev.everfill.bench.contender.Status;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How fast the sink writes when all values have been computed: until then it is held back to a row
 * a second.
 *
 * @param rowsPerSecond between two looks, the first and the last that saw it writing
 * @param batch rows of its mean transaction
 */
record SinkRate(double rowsPerSecond, double batch) {
  private static final String ACTOR = "bench";

  /** Rows that may be written while it is held back. */
  private static final int HELD = 10;

  private static final Duration STILL = Duration.ofSeconds(3);
  private static final String BATCHES =
      "SELECT pg_catalog.count(DISTINCT xmin::text), pg_catalog.count(*) FROM public.transmissions"
          + " WHERE last_seen IS NOT NULL";

  private record Look(long nanos, long done) {}

  static SinkRate measure(Bench bench) throws SQLException, IOException, InterruptedException {
    EverfillProcess everfill = EverfillProcess.start(bench);
    try (Connection connection = bench.server().connect("bench status")) {
      Controls controls = new Controls(EverfillProcess.NAME);
      hold(everfill, connection, controls);
      awaitValues(everfill);
      long before = Status.read(connection).done();
      pace(controls, connection, FieldControl.UNLIMITED);
      return write(everfill, connection, before, bench.rows());
    } finally {
      everfill.destroy();
    }
  }

  private static boolean pace(Controls controls, Connection connection, long rowsPerSecond) {
    OptionalLong rows = OptionalLong.of(rowsPerSecond);
    return controls.pace(connection, EverfillProcess.FIELD, rows, null, ACTOR);
  }

  /** As soon as there is a field to hold back. */
  private static void hold(EverfillProcess everfill, Connection connection, Controls controls)
      throws InterruptedException {
    while (true) {
      try {
        if (pace(controls, connection, 1)) {
          return;
        }
      } catch (RuntimeException notYet) {
        everfill.check();
      }
      Thread.sleep(10);
    }
  }

  /** It has said that all values are computed, and has had a moment for what that was made of. */
  private static void awaitValues(EverfillProcess everfill)
      throws IOException, InterruptedException {
    while (!everfill.said("compute complete")) {
      everfill.check();
      Thread.sleep(100);
    }
    Thread.sleep(STILL.toMillis());
  }

  private static SinkRate write(
      EverfillProcess everfill, Connection connection, long before, long rows)
      throws SQLException, InterruptedException {
    Look first = null;
    while (true) {
      everfill.check();
      Look look = new Look(System.nanoTime(), Status.read(connection).done());
      if (first == null && look.done() > before + HELD) {
        first = look;
      }
      if (first != null && look.done() >= rows) {
        double rate = (look.done() - first.done()) * 1e9 / (look.nanos() - first.nanos());
        return new SinkRate(rate, batch(connection));
      }
      Thread.sleep(5);
    }
  }

  private static double batch(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BATCHES);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getDouble(2) / Math.max(1, row.getLong(1));
    }
  }
}
