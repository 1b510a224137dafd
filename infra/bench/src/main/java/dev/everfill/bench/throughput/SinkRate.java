package dev.everfill.bench.throughput;

import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldControl;
import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.EverfillProcess;
import dev.everfill.bench.contender.Status;
import dev.everfill.bench.server.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How fast the sink writes when all values have been computed: until then it is held back to a row
 * a second. It fills the column once; then the newest observation of each transmission moves, again
 * and again: some rounds are not measured, as any JVM begins slowly, and of the others the best one
 * counts.
 *
 * @param rowsPerSecond between two looks, the first and the last that saw it writing
 * @param batch rows of its mean transaction
 */
record SinkRate(double rowsPerSecond, double batch) {
  private static final String ACTOR = "bench";
  static final int ROUNDS = 4;

  private static final int WARM_UP = 4;

  /** Rows that may be written while it is held back. */
  private static final int HELD = 50;

  private static final Duration AMID = Duration.ofMillis(100);
  private static final Duration STILL = Duration.ofSeconds(2);
  private static final String MOVE =
      "UPDATE public.observations AS o SET \"timestamp\" = o.\"timestamp\" + interval '1 second'"
          + " FROM (SELECT DISTINCT ON (transmission_id) id FROM public.observations"
          + " WHERE transmission_id IN (SELECT id FROM public.transmissions)"
          + " AND \"timestamp\" IS NOT NULL"
          + " ORDER BY transmission_id, \"timestamp\" DESC) AS newest WHERE o.id = newest.id";
  private static final String BATCHES =
      "SELECT pg_catalog.count(DISTINCT xmin::text), pg_catalog.count(*) FROM public.transmissions"
          + " WHERE last_seen IS NOT NULL";

  /** Cheaper than the status: it is asked on the processor that also writes the rows. */
  private static final String CHANGED =
      "SELECT pg_catalog.sum(changed_rows) FROM " + EverfillProcess.NAME + ".progress";

  private record Look(long nanos, long changed) {}

  static SinkRate measure(Bench bench, Dataset dataset)
      throws SQLException, IOException, InterruptedException {
    EverfillProcess everfill = EverfillProcess.start(bench);
    try (Connection connection = bench.server().connect("bench status")) {
      Controls controls = new Controls(EverfillProcess.NAME);
      hold(everfill, connection, controls);
      while (!everfill.said("compute complete")) {
        everfill.check();
        Thread.sleep(100);
      }
      pace(controls, connection, FieldControl.UNLIMITED);
      while (!Status.read(connection).live()) {
        everfill.check();
        Thread.sleep(100);
      }
      double best = 0;
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        double rate = round(everfill, connection, controls, dataset);
        best = round < WARM_UP ? best : Math.max(best, rate);
      }
      return new SinkRate(best, batch(connection));
    } finally {
      everfill.destroy();
    }
  }

  private static double round(
      EverfillProcess everfill, Connection connection, Controls controls, Dataset dataset)
      throws SQLException, InterruptedException {
    pace(controls, connection, 1);
    Thread.sleep(STILL.toMillis());
    long before = changed(connection);
    long rows;
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      rows = move.executeUpdate();
    }
    awaitStill(everfill);
    dataset.pack();
    awaitStill(everfill);
    pace(controls, connection, FieldControl.UNLIMITED);
    return write(everfill, connection, before, rows);
  }

  /** Until it has computed all there is, and has nothing more to do. */
  private static void awaitStill(EverfillProcess everfill) throws InterruptedException {
    Duration used = everfill.processorTime();
    while (true) {
      Thread.sleep(STILL.toMillis());
      everfill.check();
      Duration now = everfill.processorTime();
      if (now.minus(used).multipliedBy(4).compareTo(STILL) < 0) {
        return;
      }
      used = now;
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

  private static double write(
      EverfillProcess everfill, Connection connection, long before, long rows)
      throws SQLException, InterruptedException {
    Look first = null;
    while (true) {
      everfill.check();
      Look look = new Look(System.nanoTime(), changed(connection));
      if (first == null && look.changed() > before + HELD) {
        first = look;
      }
      if (first != null && look.changed() >= before + rows) {
        return (look.changed() - first.changed()) * 1e9 / (look.nanos() - first.nanos());
      }
      // Looking takes the database's processor: often only where the ends are.
      boolean amid = first != null && look.changed() < before + rows * 3 / 4;
      Thread.sleep(amid ? AMID.toMillis() : 5);
    }
  }

  private static long changed(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CHANGED);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
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
