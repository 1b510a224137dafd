package dev.everfill.base.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The connections that one process may hold for long: whoever opens one asks here first, whether it
 * comes from a driver, a library or a replication protocol. Safe for all threads.
 */
public interface Reservations {
  /**
   * Takes the right to one connection. Waits for one that is given back, but only for a bounded
   * time, so that holders who want one more can never wait for each other for ever.
   *
   * @param purpose for messages: {@code "everfill write"}
   * @throws SQLException with a state that means "try again later", if none was given back in time
   */
  Reservation take(String purpose) throws SQLException;

  /**
   * Opens a connection that counts until it is closed or aborted, however that goes.
   *
   * @param application shown in {@code pg_stat_activity}
   * @param connect how long connecting may take
   * @param socket how long the server may stay silent during a statement; zero for ever
   */
  default Connection open(
      PostgresSettings settings, String application, Duration connect, Duration socket)
      throws SQLException {
    Reservation reservation = take(application);
    try {
      return ReservedConnection.of(
          Session.open(settings, application, connect, socket), reservation);
    } catch (SQLException | RuntimeException failed) {
      reservation.close();
      throw failed;
    }
  }

  /** No bound at all: for a program that has no budget to keep. */
  static Reservations unbounded() {
    return purpose -> () -> {};
  }
}
