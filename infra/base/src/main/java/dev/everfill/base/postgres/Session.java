package dev.everfill.base.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * How every connection of Everfill is set up, pooled or not, so that text forms and name look-up
 * never depend on a server's, a role's or this machine's settings.
 */
public final class Session {
  /**
   * After connecting, since the driver sends this machine's time zone. The empty search path makes
   * an unqualified name an error instead of a guess.
   */
  public static final String SETUP =
      "SET TIME ZONE 'UTC'; SET search_path = ''; SET DateStyle = 'ISO, MDY';"
          + " SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';"
          + " SET extra_float_digits = 1; SET client_min_messages = 'warning'";

  private Session() {}

  /**
   * Opens one connection that the caller closes.
   *
   * @param application shown in {@code pg_stat_activity}
   * @param connect how long connecting may take
   * @param socket how long the server may stay silent during a statement; zero for ever
   */
  public static Connection open(
      PostgresSettings settings, String application, Duration connect, Duration socket)
      throws SQLException {
    Properties properties = properties(application, connect, socket);
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    Connection connection = DriverManager.getConnection(settings.url(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETUP);
    } catch (SQLException failed) {
      connection.close();
      throw failed;
    }
    return connection;
  }

  static Properties properties(String application, Duration connect, Duration socket) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", seconds(connect));
    properties.setProperty("loginTimeout", seconds(connect));
    properties.setProperty("socketTimeout", socket.isZero() ? "0" : seconds(socket));
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  private static String seconds(Duration duration) {
    return String.valueOf(Math.max(1, duration.toSeconds()));
  }
}
