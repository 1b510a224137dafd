package dev.everfill.sink.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Session;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.postgres.Connections;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** What the signals see of real servers. */
class SignalsIT {
  private static final FieldRef FIELD = new FieldRef("t.v", 1);
  private static final String APPLICATION = "everfill write";

  static Stream<TestPostgres> servers() {
    List<TestPostgres> servers = new ArrayList<>(List.of(TestPostgres.v18(), TestPostgres.v17()));
    TestPostgres.v15().ifPresent(servers::add);
    return servers.stream();
  }

  private static Connection open(TestDatabase db, String user, String application)
      throws SQLException {
    PostgresSettings settings = new PostgresSettings(db.url(), user, db.password());
    return Session.open(settings, application, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  private static List<Signal> all() {
    return List.of(
        new LockWaiters(APPLICATION),
        new WalRate(System::nanoTime),
        new ArchiveQueue(),
        new Checkpoints(System::nanoTime),
        new Sessions("everfill "),
        new ServerConnections(),
        new Vacuum(new TableName("public", "t")),
        new ReplicaLag(Duration.ofSeconds(2), System::nanoTime),
        new PaceQuery("SELECT 0.25"));
  }

  private static Reading read(TestDatabase db, Signal signal) throws SQLException {
    try (Connection connection = open(db, db.user(), "everfill pace")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      return signal.read(connection);
    }
  }

  private static Reading.Used used(TestDatabase db, Signal signal) throws SQLException {
    return (Reading.Used) read(db, signal);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void everySignalCanBeReadAndWhatARoleMayNotSeeIsNoFailure(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    String role = "plain_" + db.name();
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "CREATE ROLE " + role + " LOGIN PASSWORD '" + db.password() + "'");
    for (Signal signal : all()) {
      assertThat(read(db, signal)).as(signal.name()).isInstanceOf(Reading.Used.class);
    }
    try (Connection connection = open(db, role, "everfill pace")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      for (Signal signal : all()) {
        Reading reading = signal.read(connection);
        boolean hidden = Set.of("replica-lag", "active-sessions").contains(signal.name());
        assertThat(reading instanceof Reading.Unavailable).as(signal.name()).isEqualTo(hidden);
      }
      db.execute("GRANT pg_monitor TO " + role);
      for (Signal signal : all()) {
        assertThat(signal.read(connection)).isInstanceOf(Reading.Used.class);
      }
    } finally {
      db.execute("REVOKE pg_monitor FROM " + role, "DROP ROLE " + role);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void sessionsThatWaitBehindTheSinkAreSeenAndNoOthers(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    db.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1), (2)");
    LockWaiters signal = new LockWaiters(APPLICATION);
    try (Connection sink = open(db, db.user(), APPLICATION);
        Connection application = open(db, db.user(), "application")) {
      hold(sink, 1);
      hold(application, 2);
      CompletableFuture<Void> behindApplication = update(db, 2);
      await().until(() -> waiting(db) == 1);
      assertThat(used(db, signal).utilization()).isZero();
      CompletableFuture<Void> behindSink = update(db, 1);
      await().until(() -> waiting(db) == 2);
      assertThat(used(db, signal).utilization()).isGreaterThan(0.6);
      assertThat(used(db, signal).detail()).startsWith("1 ");
      sink.rollback();
      application.rollback();
      CompletableFuture.allOf(behindSink, behindApplication).join();
    }
    assertThat(used(db, signal)).isEqualTo(Reading.NOTHING);
  }

  private static void hold(Connection connection, int id) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE public.t SET v = 'held' WHERE id = " + id);
    }
  }

  private static CompletableFuture<Void> update(TestDatabase db, int id) {
    return CompletableFuture.runAsync(() -> db.execute("UPDATE t SET v = 'x' WHERE id = " + id));
  }

  private static long waiting(TestDatabase db) {
    return db.queryLong(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock'");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aVacuumOfTheTargetOrOfAPartitionIsSeen(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
        "CREATE TABLE part PARTITION OF t FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE other (id int)");
    Vacuum signal = new Vacuum(new TableName("public", "t"));
    try (Connection vacuum = open(db, db.user(), "vacuum");
        Statement statement = vacuum.createStatement()) {
      vacuum.setAutoCommit(false);
      statement.execute("LOCK TABLE public.other IN SHARE UPDATE EXCLUSIVE MODE");
      assertThat(used(db, signal)).isEqualTo(Reading.NOTHING);
      statement.execute("LOCK TABLE public.part IN SHARE UPDATE EXCLUSIVE MODE");
      assertThat(used(db, signal).utilization()).isBetween(0.5, 0.75);
    }
    assertThat(signal.reading(true, 0, 300, 200, 1600).utilization()).isEqualTo(0.9);
    assertThat(signal.reading(false, 0, 1600, 200, 1600).utilization()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aReplicaThatDoesNotReplayFallsBehindAndCatchesUp(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    AtomicLong now = new AtomicLong();
    ReplicaLag signal = new ReplicaLag(Duration.ofSeconds(2), now::get);
    try (Connection replica = replication(db)) {
      LogSequenceNumber start = position(db);
      PGReplicationStream stream =
          replica
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .replicationStream()
              .physical()
              .withStartPosition(start)
              .start();
      report(stream, start);
      await().until(() -> replicas(db) == 1);
      db.execute("CREATE TABLE written (id int)");
      assertThat(used(db, signal).utilization()).isLessThan(0.5);
      now.addAndGet(Duration.ofSeconds(5).toNanos());
      assertThat(used(db, signal).utilization()).isGreaterThanOrEqualTo(2.5);
      assertThat(used(db, signal).detail()).contains("s behind, the bound is 2.0 s");
      await()
          .until(
              () -> {
                report(stream, position(db));
                return used(db, signal).utilization() == 0;
              });
    }
  }

  /** As a standby's receiver would connect. */
  private static Connection replication(TestDatabase db) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", db.user());
    properties.setProperty("password", db.password());
    properties.setProperty("replication", "true");
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection(db.url(), properties);
  }

  private static LogSequenceNumber position(TestDatabase db) {
    return LogSequenceNumber.valueOf(db.queryText("SELECT pg_current_wal_lsn()"));
  }

  private static void report(PGReplicationStream stream, LogSequenceNumber replayed)
      throws SQLException {
    stream.readPending();
    stream.setFlushedLSN(replayed);
    stream.setAppliedLSN(replayed);
    stream.forceUpdateStatus();
  }

  private static long replicas(TestDatabase db) {
    return db.queryLong(
        "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
            + " AND replay_lsn IS NOT NULL");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void busySessionsAndForcedCheckpointsAreCounted(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    Sessions sessions = new Sessions("everfill ");
    double before = used(db, sessions).utilization();
    CompletableFuture<String> busy =
        CompletableFuture.supplyAsync(() -> db.queryText("SELECT pg_sleep(60)"));
    await().until(() -> used(db, sessions).utilization() > before);
    db.query(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND query = 'SELECT pg_sleep(60)'");
    assertThat(busy.handle((text, failed) -> failed).join()).isNotNull();

    Checkpoints checkpoints = new Checkpoints(System::nanoTime);
    assertThat(used(db, checkpoints).utilization()).isZero();
    db.execute("CHECKPOINT", "CHECKPOINT");
    await().until(() -> used(db, checkpoints).utilization() >= 0.2);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void oneSelectOfOneNumberIsAskedAndNothingElse(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    db.execute("CREATE TABLE load (now float8)", "INSERT INTO load VALUES (0.75)");
    assertThat(used(db, new PaceQuery("SELECT now FROM load -- as of now")).utilization())
        .isEqualTo(0.75);
    assertThat(used(db, new PaceQuery("SELECT 7")).utilization()).isEqualTo(1);
    assertThat(used(db, new PaceQuery("SELECT -7")).utilization()).isZero();
    try (Connection connection = open(db, db.user(), "everfill")) {
      assertThat(PaceQuery.problem(connection, "SELECT max(now) FROM load WHERE now ? 1 = 1"))
          .isPresent();
      assertThat(PaceQuery.problem(connection, "SELECT now FROM load")).isEmpty();
      refused(connection, "SELECT 1.5", "from 0 to 1");
      refused(connection, "SELECT now FROM loads", "loads");
      refused(connection, "SELECT 0.5; DROP TABLE load", "");
      refused(connection, "DELETE FROM load RETURNING 0.5", "");
      refused(connection, "SELECT setval('s', 1) FROM load", "");
      refused(connection, "SELECT 1, 2", "2 columns");
      refused(connection, "SELECT 1 WHERE false", "no row");
      refused(connection, "SELECT 1 FROM generate_series(1, 2)", "more than one row");
      refused(connection, "SELECT NULL::float8", "NULL");
      refused(connection, "SELECT 'much'", "much");
      refused(connection, "SELECT 0.5 FROM pg_sleep(30)", "timeout");
      assertThat(connection.getAutoCommit()).isTrue();
    }
    assertThat(db.queryLong("SELECT count(*) FROM load")).isEqualTo(1);
  }

  private static void refused(Connection connection, String query, String why) throws SQLException {
    assertThat(PaceQuery.problem(connection, query))
        .as(query)
        .hasValueSatisfying(problem -> assertThat(problem).contains(why));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whoElseIsAtWorkIsSeenAndMissedAgain(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    AtomicLong now = new AtomicLong();
    Connections connections = () -> open(db, db.user(), "everfill pace");
    try (Signals signals = new Signals(List.of(), new Company("everfill "), connections, now::get);
        Connection own = open(db, db.user(), "everfill write");
        Connection one = open(db, db.user(), "application");
        Connection other = open(db, db.user(), "application")) {
      assertThat(signals.alone(0)).as("before the first look").isFalse();
      awaitAlone(signals, true, own, one);
      awaitAlone(signals, false, one, other);
      awaitAlone(signals, true, own, own);
      assertThat(signals.alone(Duration.ofSeconds(6).toNanos())).as("not for ever").isFalse();
    }
  }

  private static void awaitAlone(Signals signals, boolean alone, Connection... busy) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              for (Connection each : busy) {
                try (Statement statement = each.createStatement()) {
                  statement.execute("SELECT 1");
                }
              }
              signals.round();
              return signals.alone(0) == alone;
            });
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aRoleThatMayNotSeeOthersDoesNotTakeItselfForAlone(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    try (Connection connection = open(db, db.user(), "everfill pace");
        Statement statement = connection.createStatement()) {
      String role = "blind_" + Long.toUnsignedString(System.nanoTime(), 36);
      statement.execute("CREATE ROLE " + role + "; SET ROLE " + role);
      assertThat(new Company("everfill ").none(connection)).isFalse();
      statement.execute("RESET ROLE; DROP ROLE " + role);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aSignalThatFailsOrFallsSilentIsFullUseAndRecovers(TestPostgres server) throws Exception {
    TestDatabase db = server.database();
    db.execute("CREATE TABLE load (now float8)", "INSERT INTO load VALUES (0.6)");
    AtomicLong now = new AtomicLong();
    boolean[] reachable = {true};
    Connections connections =
        () -> {
          if (!reachable[0]) {
            throw new SQLException("refused", "08001");
          }
          return open(db, db.user(), "everfill pace");
        };
    Watched query = new Watched(new PaceQuery("SELECT now FROM load"), Set.of(FIELD), 0);
    Watched missing =
        new Watched(new ReplicaLag(Duration.ofSeconds(1), now::get), Set.of(FIELD), 0);
    try (Signals signals =
        new Signals(List.of(query, missing), new Company("everfill "), connections, now::get)) {
      signals.round();
      assertThat(reason(signals, now))
          .isEqualTo(new PaceReason("query", 0.6, "pace.query says 0.60"));
      assertThat(signals.of(new FieldRef("another.field", 1), 0)).isEmpty();

      db.execute("ALTER TABLE load RENAME TO loads");
      signals.round();
      assertThat(reason(signals, now).utilization()).isEqualTo(1);
      assertThat(reason(signals, now).detail()).contains("fails").contains("load");
      db.execute("ALTER TABLE loads RENAME TO load");
      signals.round();
      assertThat(reason(signals, now).utilization()).isEqualTo(0.6);

      now.addAndGet(Duration.ofSeconds(6).toNanos());
      assertThat(reason(signals, now).utilization()).isEqualTo(1);
      assertThat(reason(signals, now).detail()).isEqualTo("no answer for 6 s");
      signals.round();
      assertThat(reason(signals, now).utilization()).isEqualTo(0.6);

      reachable[0] = false;
      db.query(
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND application_name = 'everfill pace'");
      signals.round();
      assertThat(reason(signals, now).utilization()).isEqualTo(1);
      reachable[0] = true;
      signals.round();
      assertThat(reason(signals, now).utilization()).isEqualTo(0.6);
    }
  }

  private static PaceReason reason(Signals signals, AtomicLong now) {
    return signals.of(FIELD, now.get()).stream()
        .filter(one -> one.name().equals("query"))
        .findFirst()
        .orElseThrow();
  }
}
