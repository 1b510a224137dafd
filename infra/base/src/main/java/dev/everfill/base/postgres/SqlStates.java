package dev.everfill.base.postgres;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jooq.exception.DataAccessException;

/** What an SQLSTATE says about who must act. */
public final class SqlStates {
  /** Values, constraints, triggers, external routines, views' checks, limits, PL/pgSQL. */
  private static final Set<String> OF_DATA =
      Set.of("21", "22", "23", "27", "38", "39", "44", "54", "P0");

  /** The other classes that PostgreSQL gives out itself. */
  private static final Set<String> OF_POSTGRES =
      Set.of(
          "00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "24",
          "25", "26", "28", "2B", "2D", "2F", "34", "3B", "3D", "3F", "40", "42", "53", "55", "57",
          "58", "72", "F0", "HV", "XX");

  private SqlStates() {}

  /** The SQLSTATE of a failure or of its nearest cause that has one; empty if none has. */
  public static String of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /** The server's own words, without this driver's or library's wrapping. */
  public static String message(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return Objects.toString(sql.getMessage(), sql.toString());
      }
    }
    return Objects.toString(failure.getMessage(), failure.toString());
  }

  /** The connection is lost or the server is starting, stopping or full: another will do. */
  public static boolean unreachable(String state) {
    return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
  }

  /**
   * The same statement may succeed later: connection, serialization, deadlock, lock, cancel,
   * shutdown, resources (a full disk among them), input and output, a session that was ended while
   * it was idle, a standby that is not promoted yet.
   */
  public static boolean retryable(String state) {
    return unreachable(state)
        || state.startsWith("40")
        || state.startsWith("53")
        || state.equals("55P03")
        || state.equals("55006")
        || state.equals("57014")
        || state.startsWith("25P0")
        || state.equals("25006")
        || state.equals("58030");
  }

  /**
   * A row's value, or what a constraint, a trigger or a limit of PostgreSQL makes of it: refused
   * today and tomorrow. Codes of classes that are not PostgreSQL's own are raised by triggers.
   */
  public static boolean refusesData(String state) {
    if (state.length() != 5 || retryable(state)) {
      return false;
    }
    String kind = state.substring(0, 2);
    return OF_DATA.contains(kind) || !OF_POSTGRES.contains(kind);
  }

  /** Turns a failure into one that names its reason. */
  public static EverfillException failure(String what, Throwable cause) {
    String state = of(cause);
    String text = what + ": " + message(cause);
    if (unreachable(state)) {
      return new EverfillException(Reason.SERVER_UNREACHABLE, text, cause);
    }
    if (state.equals("42501") || state.startsWith("28")) {
      return new EverfillException(Reason.PERMISSION_DENIED, text, cause);
    }
    if (state.startsWith("53")) {
      return new EverfillException(Reason.DISK_FULL, text, cause);
    }
    return new EverfillException(Reason.INTERNAL, text, cause);
  }

  /** Whether a failure came from the database at all. */
  public static boolean fromDatabase(Throwable failure) {
    return failure instanceof SQLException || failure instanceof DataAccessException;
  }
}
