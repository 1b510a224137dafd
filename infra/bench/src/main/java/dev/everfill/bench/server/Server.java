package dev.everfill.bench.server;

import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.Properties;

/** The PostgreSQL that is measured: one of our own, or one that is given. Safe for threads. */
public final class Server implements AutoCloseable {
  private static final String DATABASE = "bench";

  /** Of 16 MB each: somewhat less than {@code min_wal_size}, which is what it keeps. */
  private static final int LOG_FILES = 60;

  private final PostgresSettings settings;
  private final PostgresServer own;

  private Server(PostgresSettings settings, PostgresServer own) {
    this.settings = settings;
    this.own = own;
  }

  /**
   * Starts a server of our own. Beside what every embedded one is set to (fsync and
   * synchronous_commit on, wal_level logical) it has only what anybody would set for 2 GB of data.
   */
  public static Server embedded(Path folder) {
    PostgresServer own =
        PostgresServer.in(folder)
            .setting("shared_buffers", "1GB")
            .setting("max_wal_size", "4GB")
            .setting("min_wal_size", "1GB")
            .setting("track_activity_query_size", "16kB")
            .start();
    // Also when this process is stopped early: nothing is left running.
    Runtime.getRuntime().addShutdownHook(new Thread(own::close, "bench-shutdown"));
    own.createDatabase(DATABASE);
    return new Server(new PostgresSettings(own.url(DATABASE), own.user(), "unused"), own);
  }

  /** A server that runs already; it needs {@code wal_level=logical} and a superuser. */
  public static Server given(String url, String user, String password) {
    return new Server(new PostgresSettings(url, user, password), null);
  }

  /** How to reach it. */
  public PostgresSettings settings() {
    return settings;
  }

  /** The first process of a server of our own; empty if it is given. */
  public OptionalLong pid() {
    return own == null ? OptionalLong.empty() : OptionalLong.of(own.pid());
  }

  /**
   * A connection with auto-commit on, which the caller closes.
   *
   * @param application shown in {@code pg_stat_activity}, by which sessions are told apart
   */
  public Connection connect(String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", application);
    return DriverManager.getConnection(settings.url(), properties);
  }

  /** Runs statements on a connection of their own, each in its own transaction. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect("bench setup");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Has a server of our own make the log files that it will need: everybody's commits wait while
   * one is made, and a server that has run for a while has some that it only recycles.
   */
  public void age() throws SQLException {
    if (own != null) {
      for (int i = 0; i < LOG_FILES; i++) {
        execute("SELECT pg_catalog.pg_logical_emit_message(false, 'bench', 'log')");
        execute("SELECT pg_catalog.pg_switch_wal()");
      }
      execute("CHECKPOINT");
    }
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
