package dev.everfill.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections; tests put faults between. */
public interface Connections {
  /** A connection in auto-commit mode that the caller closes. */
  Connection open() throws SQLException;
}
