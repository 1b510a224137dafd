package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One database with the workshop schema, one configuration, and the processes started on them.
 * Slots belong to the whole server, so every scenario has a pipeline name of its own.
 */
final class Scenario implements AutoCloseable {
  /** Shown in no output of any process: a canary for every test. */
  static final String PASSWORD_VARIABLE = "WORKSHOP_PASSWORD";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final TestDatabase database;
  final Path folder;
  final String name;
  private final String kafkaSection;
  private final List<EverfillProcess> processes = new ArrayList<>();
  private String sourceUrl;
  private String user;

  /** Kept, since conditions are asked for many times a second. */
  private Connection polling;

  /**
   * @param bootstrapServers of an existing Kafka; null for the embedded broker of the process
   *     itself
   */
  Scenario(TestDatabase database, Path folder, String bootstrapServers)
      throws SQLException, IOException {
    this.database = database;
    this.folder = folder;
    this.name = "e2e" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    this.sourceUrl = database.url();
    this.user = database.user();
    this.kafkaSection =
        bootstrapServers == null
            ? ""
            : "kafka: {bootstrap-servers: \"" + bootstrapServers + "\", partitions: 3}\n";
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        InputStream schema = Scenario.class.getResourceAsStream("workshop.sql")) {
      statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Lets the processes that are configured from now on reach the database another way. */
  void via(int port) {
    sourceUrl = "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name();
  }

  /** Lets the processes that are configured from now on have no more rights than they need. */
  void leastPrivileged() throws SQLException {
    PipelineRole.create(database);
    user = PipelineRole.NAME;
  }

  /** Rows of the workshop, as {@link Workload#seed} makes them. */
  void seed(long parents, long children) throws SQLException {
    try (Connection connection = database.connect()) {
      Workload.seed(connection, parents, children);
    }
  }

  /** Writes {@code everfill.yaml} into a new data folder's parent. */
  Path configure(String dataDirectory, String more, List<Oracle.Field> fields)
      throws IOException, SQLException {
    return configure(dataDirectory, more, Fields.yaml(fields));
  }

  Path configure(String dataDirectory, String more, String fields)
      throws IOException, SQLException {
    String yaml =
        "name: "
            + name
            + "\nsource:\n  url: "
            + sourceUrl
            + "\n  user: "
            + user
            + "\n  password: ${env:"
            + PASSWORD_VARIABLE
            + "}\n"
            + kafkaSection
            + "ops: {bind: \"127.0.0.1:0\"}\n"
            + "data-dir: "
            + folder.resolve(dataDirectory)
            + "\n"
            + more
            + fields;
    Path config = Files.writeString(folder.resolve(dataDirectory + ".yaml"), yaml);
    if (user.equals(PipelineRole.NAME)) {
      PipelineRole.grant(database, config, environment());
    }
    return config;
  }

  private Map<String, String> environment() {
    return Map.of(PASSWORD_VARIABLE, database.password());
  }

  EverfillProcess run(String... arguments) throws IOException {
    return run(List.of(), arguments);
  }

  EverfillProcess run(List<String> jvmOptions, String... arguments) throws IOException {
    EverfillProcess process = EverfillProcess.start(folder, environment(), jvmOptions, arguments);
    processes.add(process);
    return process;
  }

  /** Waits until every change committed so far has been written, proved by a level. */
  void awaitEverythingWritten(EverfillProcess process, Duration limit) throws SQLException {
    // Taken before the message: every level that follows it lies behind.
    long level = number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
    execute("SELECT pg_logical_emit_message(true, '" + name + "', 'level')");
    await(
        "level " + level,
        limit,
        process,
        () ->
            quietNumber("SELECT coalesce(min(level), 0) FROM \"" + name + "\".progress") >= level
                && allLive());
  }

  void awaitLive(EverfillProcess process, Duration limit) {
    await("every field live", limit, process, this::allLive);
  }

  boolean allLive() {
    String schema = "\"" + name + "\"";
    return quietNumber(
            "SELECT bool_and(state = 'live' AND "
                + schema
                + ".ready(name))::int FROM "
                + schema
                + ".field WHERE current")
        == 1;
  }

  /** Polls; fails with the process's output when it dies or the time is up. */
  static void await(
      String what, Duration limit, EverfillProcess process, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new AssertionError("it ended while waiting for " + what + "\n" + process.printed());
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " within " + limit + "\n" + process.printed());
      }
      pause(Duration.ofMillis(20));
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  void assertEqualsOracle(List<Oracle.Field> fields, String as) throws SQLException {
    try (Connection connection = database.connect()) {
      for (Oracle.Field field : fields) {
        assertThat(Oracle.differences(connection, field)).as(as + " " + field.values()).isEmpty();
      }
    }
  }

  long number(String sql) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A connection of the application; fails as the driver does, where the server is away. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** The first column of every row, as text. */
  List<String> texts(String sql) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** −1 while the query cannot be answered, such as before the control schema exists. */
  synchronized long quietNumber(String sql) {
    try {
      if (polling == null) {
        polling = connect();
      }
      try (PreparedStatement statement = polling.prepareStatement(sql);
          ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException notYet) {
      forgetPolling();
      return -1;
    }
  }

  private void forgetPolling() {
    try (Connection old = polling) {
      polling = null;
    } catch (SQLException lost) {
      // It is closed either way.
      return;
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public synchronized void close() throws SQLException, InterruptedException {
    for (EverfillProcess process : processes) {
      process.close();
    }
    dropSlot();
    execute(
        "SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin WHERE roname = '"
            + name
            + "'");
    forgetPolling();
  }

  private void dropSlot() throws SQLException, InterruptedException {
    // After a kill -9 the server needs a moment to notice that the slot's reader is gone.
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database ="
                + " current_database()");
        return;
      } catch (SQLException stillActive) {
        if (attempt == 99) {
          throw stillActive;
        }
        Thread.sleep(100);
      }
    }
  }
}
