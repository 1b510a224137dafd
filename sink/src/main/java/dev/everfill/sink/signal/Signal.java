package dev.everfill.sink.signal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something in the database that has room or has not. One thread asks all signals in turn, about
 * once a second, each in a read-only transaction with a short statement timeout.
 */
public interface Signal {
  /** A word, for people and metrics: {@code replica-lag}. */
  String name();

  /**
   * Looks once.
   *
   * @param connection in a read-only transaction that the caller ends
   * @throws SQLException if it failed, or jOOQ's own; it is taken for full utilization
   */
  Reading read(Connection connection) throws SQLException;
}
