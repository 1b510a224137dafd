package dev.everfill.base.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/**
 * A bounded pool of connections to one PostgreSQL, for short work: what is held for long has a
 * reservation instead, and both together stay within the pool's maximum. Opens nothing before the
 * first use, so that constructing it never waits. Safe for all threads; the creator closes it.
 */
public final class Database implements AutoCloseable {
  private static final Duration SOCKET = Duration.ofMinutes(5);
  private final PostgresSettings settings;
  private final HikariDataSource pool;

  /**
   * @param application shown in {@code pg_stat_activity}; also the name of the pool
   */
  public Database(PostgresSettings settings, PoolSettings bounds, String application) {
    this.settings = settings;
    this.pool = new HikariDataSource(configuration(settings, bounds, application));
  }

  private static HikariConfig configuration(
      PostgresSettings settings, PoolSettings bounds, String application) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(application);
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setDataSourceProperties(Session.properties(application, bounds.connect(), SOCKET));
    config.setConnectionInitSql(Session.SETUP);
    config.setMaximumPoolSize(bounds.pooled());
    config.setMinimumIdle(0);
    config.setIdleTimeout(Math.max(10_000, bounds.idle().toMillis()));
    config.setConnectionTimeout(Math.max(250, bounds.connect().toMillis()));
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /**
   * Shows how its connections are used.
   *
   * @param registry of a kind that the pool knows
   * @throws IllegalArgumentException if it does not know it
   */
  public void measuredBy(Object registry) {
    pool.setMetricRegistry(registry);
  }

  /** What is done with a connection. */
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** A connection in auto-commit mode that the caller closes. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** For libraries that bring their own transactions. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Runs the work in one transaction: committed when it returns, rolled back when it throws.
   *
   * @param what is being done, for the message: {@code "reading the fields"}
   * @throws dev.everfill.base.error.EverfillException with a reason, if the database fails
   */
  public <T> T inTransaction(String what, Work<T> work) {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException failed) {
        rollBack(connection, failed);
        throw failed;
      }
    } catch (SQLException | DataAccessException failed) {
      throw SqlStates.failure(what + " (" + settings.url() + ")", failed);
    }
  }

  private static void rollBack(Connection connection, Exception failed) {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      failed.addSuppressed(lost);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  @Override
  public String toString() {
    return "Database[" + settings + "]";
  }
}
