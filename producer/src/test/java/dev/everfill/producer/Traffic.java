package dev.everfill.producer;

import dev.everfill.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Seeded random changes of a table {@code t (id int PRIMARY KEY, n int, small text, big text)}, in
 * transactions of one to five statements, some rolled back.
 */
final class Traffic implements AutoCloseable {
  enum Action {
    INSERT,
    UPDATE,
    UPDATE_BIG,
    KEY_CHANGE,
    DELETE,
    DELETE_AND_INSERT,
    UPDATE_TWICE,
    TRUNCATE,
    ROLLBACK
  }

  /** Before so many actions the table is not emptied, and then at once. */
  private static final int QUIET = 500;

  private final TestDatabase database;
  private final Random random;
  private final int keys;
  private final int truncates;
  private final Map<Action, Integer> done = new EnumMap<>(Action.class);
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Thread thread;
  private volatile Throwable failure;
  private volatile int actions;

  /**
   * @param truncates of 10 000 actions
   */
  Traffic(TestDatabase database, long seed, int keys, int truncates) {
    this.database = database;
    this.random = new Random(seed);
    this.keys = keys;
    this.truncates = truncates;
    this.thread = new Thread(this::run, "traffic-" + seed);
    System.err.println("Traffic has seed " + seed);
  }

  /** How many statements were executed so far. */
  int actions() {
    return actions;
  }

  Traffic start() {
    thread.start();
    return this;
  }

  private void run() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!stop.get()) {
        transaction(connection, statement);
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  private void transaction(Connection connection, Statement statement) throws SQLException {
    int statements = 1 + random.nextInt(5);
    try {
      for (int i = 0; i < statements; i++) {
        act(statement);
      }
      if (random.nextInt(10) == 0) {
        count(Action.ROLLBACK);
        connection.rollback();
      } else {
        connection.commit();
      }
    } catch (SQLException e) {
      connection.rollback();
      if (!e.getSQLState().startsWith("40") && !e.getSQLState().equals("23505")) {
        throw e;
      }
    }
  }

  private void act(Statement statement) throws SQLException {
    int id = random.nextInt(keys);
    int other = random.nextInt(2 * keys);
    int n = random.nextInt();
    actions = actions + 1;
    boolean first = actions == QUIET + 1 && truncates > 0;
    if (first || (actions > QUIET && random.nextInt(10_000) < truncates)) {
      statement.execute("TRUNCATE t");
      count(Action.TRUNCATE);
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        statement.execute(insert(id, n));
        count(Action.INSERT);
      }
      case 2, 3, 4 -> did(Action.UPDATE, statement, "UPDATE t SET n = " + n + where(id));
      case 5 -> did(Action.UPDATE_BIG, statement, "UPDATE t SET big = " + big(n) + where(id));
      case 6 ->
          did(
              Action.KEY_CHANGE,
              statement,
              "UPDATE t SET id = "
                  + other
                  + where(id)
                  + " AND NOT EXISTS (SELECT FROM t WHERE id = "
                  + other
                  + ")");
      case 7 -> did(Action.DELETE, statement, "DELETE FROM t" + where(id));
      case 8 -> {
        did(Action.DELETE_AND_INSERT, statement, "DELETE FROM t" + where(id));
        statement.execute(insert(id, n));
        did(Action.UPDATE_TWICE, statement, "UPDATE t SET n = n + 1" + where(id));
      }
      default -> {
        did(Action.UPDATE_TWICE, statement, "UPDATE t SET big = " + big(n) + where(id));
        did(Action.UPDATE_TWICE, statement, "UPDATE t SET n = " + n + where(id));
      }
    }
  }

  private static String insert(int id, int n) {
    return "INSERT INTO t VALUES ("
        + id
        + ", "
        + n
        + ", 's"
        + n
        + "', "
        + big(n)
        + ") ON CONFLICT (id) DO NOTHING";
  }

  /** 4 kB that do not compress: stored out of line. */
  private static String big(int n) {
    return "(SELECT string_agg(md5(i::text || '" + n + "'), '') FROM generate_series(1, 125) i)";
  }

  private static String where(int id) {
    return " WHERE id = " + id;
  }

  private void did(Action action, Statement statement, String sql) throws SQLException {
    if (statement.executeUpdate(sql) > 0) {
      count(action);
    }
  }

  private void count(Action action) {
    done.merge(action, 1, Integer::sum);
  }

  /** How often each kind of action had an effect; after {@link #close}. */
  Map<Action, Integer> done() {
    return done;
  }

  @Override
  public void close() throws InterruptedException {
    stop.set(true);
    thread.join();
    if (failure != null) {
      throw new AssertionError("traffic failed", failure);
    }
  }
}
