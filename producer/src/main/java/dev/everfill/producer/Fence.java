package dev.everfill.producer;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Whether a capture may still work for its pipeline: a resync may have taken slot and topics away
 * from it while it was cut off or frozen. Asked before anything is created, and again once the slot
 * and the producer are its own: whoever takes them away after that ends both.
 */
@FunctionalInterface
public interface Fence {
  /** For a capture that nobody can overtake. */
  Fence NONE = connection -> true;

  /**
   * @param connection in auto-commit mode
   */
  boolean open(Connection connection) throws SQLException;
}
