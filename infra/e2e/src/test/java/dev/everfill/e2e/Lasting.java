package dev.everfill.e2e;

import dev.everfill.embedded.PostgresServer.StopMode;
import java.sql.Connection;
import java.sql.Statement;

/** A fault that lasts until what {@link #begin} gives is closed. */
enum Lasting {
  SERVER_AWAY {
    @Override
    AutoCloseable begin(Stand stand) {
      stand.server.stop(StopMode.FAST);
      return stand.server::restart;
    }
  },
  NETWORK_SILENT {
    @Override
    AutoCloseable begin(Stand stand) {
      stand.network.hold(stand.sink());
      return stand.network::release;
    }
  },
  EVERYTHING_REFUSED {
    @Override
    AutoCloseable begin(Stand stand) throws Exception {
      stand.ledger.trouble("40001", 0);
      return stand.ledger::noTrouble;
    }
  },
  EVERY_ROW_HELD {
    @Override
    AutoCloseable begin(Stand stand) throws Exception {
      return open(stand, "LOCK TABLE public.hot", "hot");
    }
  },
  EVERYTHING_SLOW {
    @Override
    AutoCloseable begin(Stand stand) throws Exception {
      stand.ledger.trouble("slow", 0);
      return stand.ledger::noTrouble;
    }
  };

  abstract AutoCloseable begin(Stand stand) throws Exception;

  /** A transaction of the application that every written row runs into. */
  private static AutoCloseable open(Stand stand, String sql, String trouble) throws Exception {
    Connection connection = stand.scenario.connect();
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
    }
    stand.ledger.trouble(trouble, 0);
    return () -> {
      stand.ledger.noTrouble();
      connection.close();
    };
  }
}
