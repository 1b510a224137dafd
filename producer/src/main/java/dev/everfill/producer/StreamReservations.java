package dev.everfill.producer;

import dev.everfill.base.postgres.Reservation;
import dev.everfill.base.postgres.Reservations;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the change stream's own connections count for, since its library opens them itself: one that
 * replicates, and three beside it that look things up. For one thread.
 */
final class StreamReservations implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private final Reservations reservations;
  private final String purpose;
  private final Deque<Reservation> held = new ArrayDeque<>();

  StreamReservations(Reservations reservations, String purpose) {
    this.reservations = reservations;
    this.purpose = purpose;
  }

  /** Before the stream starts; what was taken before a failure is given back by closing. */
  void take() throws SQLException {
    while (held.size() < CONNECTIONS) {
      held.push(reservations.take(purpose));
    }
  }

  /** After the stream has stopped. Harmless twice. */
  @Override
  public void close() {
    while (!held.isEmpty()) {
      held.pop().close();
    }
  }
}
