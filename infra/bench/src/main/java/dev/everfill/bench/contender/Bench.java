package dev.everfill.bench.contender;

import dev.everfill.bench.server.Cores;
import dev.everfill.bench.server.Server;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What contenders work on.
 *
 * @param rows the target's keys are 1 to this
 * @param folder for what a contender keeps
 * @param maxHold Everfill's bound of a transaction
 */
public record Bench(Server server, long rows, Cores cores, Path folder, Duration maxHold) {
  /** A session of the contender, which the caller closes. */
  Connection connect() throws SQLException {
    return server.connect("bench contender");
  }
}
