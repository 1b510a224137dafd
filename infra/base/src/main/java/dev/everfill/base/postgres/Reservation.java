package dev.everfill.base.postgres;

/** The right to one connection, from {@link Reservations#take} until it is closed. */
public interface Reservation extends AutoCloseable {
  /** Gives the right back; harmless twice. From any thread. */
  @Override
  void close();
}
