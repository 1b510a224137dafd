package dev.everfill.e2e;

import dev.everfill.e2e.CommitTap.Then;
import dev.everfill.embedded.PostgresServer.StopMode;
import dev.everfill.embedded.testing.TcpProxy.Way;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;

/** A fault that strikes and is over; {@link #strike} returns once it has really happened. */
enum Fault {
  COMMIT_LOST {
    @Override
    void strike(Stand stand, Random random) throws Exception {
      stand.commits.arm(Way.TO_SERVER, Then.CUT).await();
    }
  },
  ANSWER_TO_COMMIT_LOST {
    @Override
    void strike(Stand stand, Random random) throws Exception {
      stand.commits.arm(Way.TO_CLIENT, Then.CUT).await();
    }
  },
  WRITER_CUT {
    @Override
    void strike(Stand stand, Random random) {
      stand.await("a connection to cut", () -> stand.network.cut(stand.sink()) > 0);
    }
  },
  STREAM_CUT {
    @Override
    void strike(Stand stand, Random random) {
      stand.await("a stream to cut", () -> stand.network.cut("everfill stream") > 0);
    }
  },
  BACKEND_TERMINATED {
    @Override
    void strike(Stand stand, Random random) {
      stand.await(
          "a session to end",
          () ->
              stand.scenario.quietNumber(
                      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
                          + " application_name = '"
                          + stand.sink()
                          + "'")
                  > 0);
    }
  },
  NETWORK_SILENT {
    @Override
    void strike(Stand stand, Random random) {
      stand.network.hold(stand.sink());
      Scenario.pause(Duration.ofMillis(200 + random.nextInt(1_000)));
      stand.network.release();
    }
  },
  SERIALIZATION_FAILURE {
    @Override
    void strike(Stand stand, Random random) throws Exception {
      refuse(stand, "40001");
    }
  },
  DEADLOCK {
    @Override
    void strike(Stand stand, Random random) throws Exception {
      refuse(stand, "40P01");
    }
  },
  TABLE_LOCKED {
    @Override
    void strike(Stand stand, Random random) throws Exception {
      try (Connection connection = stand.scenario.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE public.copy IN ACCESS EXCLUSIVE MODE");
        Scenario.pause(Duration.ofMillis(random.nextInt(500)));
        connection.commit();
      }
    }
  },
  SERVER_STOPPED {
    @Override
    void strike(Stand stand, Random random) {
      stand.server.stop(StopMode.FAST);
      stand.server.restart();
    }
  },
  SERVER_CRASHED {
    @Override
    void strike(Stand stand, Random random) {
      stand.server.stop(StopMode.IMMEDIATE);
      Scenario.pause(Duration.ofMillis(random.nextInt(1_000)));
      stand.server.restart();
    }
  },
  KILL {
    @Override
    void strike(Stand stand, Random random) throws Exception {
      stand.process.kill();
      stand.run();
    }
  };

  abstract void strike(Stand stand, Random random) throws Exception;

  /** Until a row has been refused, whichever is written next. */
  private static void refuse(Stand stand, String sqlState) throws Exception {
    long before = stand.refusedWith(sqlState);
    stand.ledger.trouble(sqlState, 0);
    while (stand.refusedWith(sqlState) == before) {
      Scenario.pause(Duration.ofMillis(20));
    }
    stand.ledger.noTrouble();
  }
}
