package dev.everfill.bench;

import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.Contender;
import dev.everfill.bench.contender.Filled;
import dev.everfill.bench.load.Application;
import dev.everfill.bench.load.Front;
import dev.everfill.bench.report.Felt;
import dev.everfill.bench.report.Outcome;
import dev.everfill.bench.server.Dataset;
import dev.everfill.bench.server.Machine;
import dev.everfill.bench.watch.Observed;
import dev.everfill.bench.watch.Watch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one contender after another, each on the same rows and after a while of idling. */
final class Measurement {
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private final Bench bench;
  private final Dataset dataset;
  private final Duration idle;
  private final List<Double> coresBusy = new ArrayList<>();

  Measurement(Bench bench, Dataset dataset, Duration idle) {
    this.bench = bench;
    this.dataset = dataset;
    this.idle = idle;
  }

  /**
   * How many cores were busy in each idle window, by whomever: far above what the application needs
   * if somebody else uses the machine.
   */
  List<Double> coresBusy() {
    return List.copyOf(coresBusy);
  }

  /** What the application feels while nobody fills anything. */
  Felt idle() throws Exception {
    Front front = new Front();
    try (Application application = new Application(bench.server(), bench.rows(), front);
        Watch watch = new Watch(bench.server(), front, "nobody", "nobody")) {
      Felt felt = idle(application);
      watch.stop();
      return felt;
    }
  }

  private Felt idle(Application application) throws Exception {
    return bench.cores().besideBusyCore(() -> alone(application));
  }

  private Felt alone(Application application) throws InterruptedException {
    Thread.sleep(WARM_UP.toMillis());
    Duration busy = Machine.busy();
    long from = System.nanoTime();
    Thread.sleep(idle.toMillis());
    long to = System.nanoTime();
    coresBusy.add((double) Machine.busy().minus(busy).toMillis() / idle.toMillis());
    application.drain();
    return Felt.between(application, from, to);
  }

  /** Restores the rows, idles, lets the contender fill the column, compares, and cleans up. */
  Outcome of(Contender contender) throws Exception {
    dataset.restore();
    Front front = new Front();
    try (Application application = new Application(bench.server(), bench.rows(), front);
        Watch watch = new Watch(bench.server(), front, contender.sessions(), contender.writers())) {
      Felt before = idle(application);
      watch.reset();
      long wal = wal();
      Filled filled = bench.cores().asContender(() -> contender.fill(bench));
      application.drain();
      long written = wal() - wal;
      Observed observed = watch.stop();
      double seconds = Math.max(1, filled.ended() - filled.writing()) / 1e9;
      return new Outcome(
          contender.name(),
          before,
          Felt.between(application, filled.begun(), filled.ended()),
          Felt.between(application, filled.writing(), filled.ended()),
          filled.rows(),
          filled.rows() / seconds,
          observed,
          written,
          dataset.differences());
    } finally {
      contender.cleanUp(bench);
    }
  }

  private long wal() throws SQLException {
    try (Connection connection = bench.server().connect("bench status");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT (pg_catalog.pg_current_wal_lsn() - '0/0')::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }
}
