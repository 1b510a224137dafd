package dev.everfill.bench.contender;

import java.io.IOException;
import java.sql.SQLException;

/** A way to fill the column of a table in use. */
public interface Contender {
  /** As it is asked for and shown. */
  String name();

  /** A LIKE pattern of the application names of all its sessions. */
  default String sessions() {
    return "bench contender";
  }

  /** A LIKE pattern of those that write the target. */
  default String writers() {
    return "bench contender";
  }

  /** Fills the column, on the calling thread; returns once every row is filled. */
  Filled fill(Bench bench) throws SQLException, IOException, InterruptedException;

  /** Removes what it has left behind, when all has been measured and compared. */
  default void cleanUp(Bench bench) throws SQLException, IOException, InterruptedException {}
}
