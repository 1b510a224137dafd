package dev.everfill.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL in one folder, on loopback only, with {@code wal_level=logical}.
 *
 * <p>The folder outlives the server: databases are there again after a restart, also after this JVM
 * was killed, which leaves PostgreSQL running: the next start stops what was left behind. One
 * process owns the folder at a time. Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final String SUPERUSER = "postgres";
  private static final String DUPLICATE_DATABASE = "42P04";

  /** How to stop. */
  public enum StopMode {
    /** Ends sessions, writes everything out. */
    FAST,
    /** As a crash: the next start recovers from the WAL. */
    IMMEDIATE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final OwnedFolder owned;
  private final PostgresFolder folder;
  private final String password;
  private final int port;
  private boolean closed;

  private PostgresServer(OwnedFolder owned, PostgresFolder folder, PostgresOptions options) {
    this.owned = owned;
    this.folder = folder;
    this.password = options.password().orElse("");
    this.port = folder.port();
  }

  /** A server whose data is in {@code folder}, which is created where missing. */
  public static PostgresOptions in(Path folder) {
    return new PostgresOptions(folder);
  }

  static PostgresServer start(PostgresOptions options) {
    OwnedFolder owned =
        OwnedFolder.take(options.folder(), "stop it or choose another folder for PostgreSQL");
    try {
      PostgresFolder folder = PostgresFolder.prepared(owned.path(), options);
      folder.start();
      PostgresServer server = new PostgresServer(owned, folder, options);
      server.refuseAnotherPassword(options);
      LOG.info("PostgreSQL listens on {}:{}, data in {}", Ports.HOST, folder.port(), owned.path());
      return server;
    } catch (IOException e) {
      owned.close();
      throw new EmbeddedServerException(
          "PostgreSQL could not be prepared in " + owned.path() + ": " + e, e);
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /** The port clients connect to; the same after {@link #restart()}. */
  public int port() {
    return port;
  }

  /** The superuser: {@code postgres}. */
  public String user() {
    return SUPERUSER;
  }

  /** The superuser's password; empty where none is asked for. */
  public String password() {
    return password;
  }

  /** The JDBC address of a database, without user and password. */
  public String url(String database) {
    return "jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + database;
  }

  /** The process id of the server's first process, while it runs. */
  public long pid() {
    return folder
        .running()
        .orElseThrow(() -> new EmbeddedServerException("PostgreSQL is not running in " + folder))
        .pid();
  }

  /**
   * Creates an empty database unless it exists.
   *
   * @return true if it was created
   * @throws EmbeddedServerException if the server does not answer
   */
  public boolean createDatabase(String name) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
      return true;
    } catch (SQLException e) {
      if (DUPLICATE_DATABASE.equals(e.getSQLState())) {
        return false;
      }
      throw new EmbeddedServerException(
          "Cannot create the database " + name + ": " + e.getMessage(), e);
    }
  }

  /** Stops the server, if it runs, and keeps the folder: {@link #restart()} starts it again. */
  public synchronized void stop(StopMode mode) {
    folder.stop(mode);
  }

  /**
   * Stops the server, if it runs, and starts it again on the same port.
   *
   * @throws EmbeddedServerException after {@link #close()}, or if PostgreSQL refuses
   */
  public synchronized void restart() {
    if (closed) {
      throw new EmbeddedServerException("The PostgreSQL in " + owned.path() + " was closed");
    }
    folder.stop(StopMode.FAST);
    folder.start();
  }

  /** Stops the server and gives the folder up; the data stays. May be called twice. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      folder.stop(StopMode.FAST);
    } finally {
      owned.close();
    }
  }

  /** A folder keeps the password it was made with: say so now rather than at each connection. */
  private void refuseAnotherPassword(PostgresOptions options) {
    if (options.authentication() == PostgresAuthentication.TRUST) {
      return;
    }
    try (Connection connection = connect()) {
      connection.isValid(1);
    } catch (SQLException e) {
      folder.stop(StopMode.FAST);
      throw new EmbeddedServerException(
          "The PostgreSQL in "
              + owned.path()
              + " does not let its superuser in with this password ("
              + e.getMessage()
              + "); give the one the folder was made with",
          e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(SUPERUSER), SUPERUSER, password);
  }
}
