package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Key;
import dev.everfill.embedded.PostgresServer;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.producer.merge.MergeGuards;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit that is delivered but not yet visible, while its rows are being read: with a synchronous
 * standby that is not there, commits hang after they were written to the log. Each guard of the
 * merge is switched off once, to see that it is needed.
 */
class CaptureGapIT {
  private static final int ROWS = 3_000;
  private static final int HUNG = 20;
  private static PostgresServer server;
  private static TestDatabase admin;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server =
        PostgresServer.in(folder.resolve("pg"))
            .setting("shared_buffers", "32MB")
            .setting("max_wal_senders", "20")
            .setting("max_replication_slots", "20")
            .start();
    admin = database("postgres");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static TestDatabase database(String name) {
    return new TestDatabase(server.url(name), name, server.user(), server.password());
  }

  @Test
  void withAllGuardsNothingIsStale() throws Exception {
    assertThat(stale(MergeGuards.ALL, false)).isEmpty();
  }

  @Test
  void withAllGuardsNothingIsStaleAfterAKillInTheGap() throws Exception {
    assertThat(stale(MergeGuards.ALL, true)).isEmpty();
  }

  @Test
  void withoutDroppingDeliveredRowsSomeAreStale() throws Exception {
    assertThat(stale(new MergeGuards(false, true, true), false)).isNotEmpty();
  }

  @Test
  void withoutRememberingInvisibleTransactionsSomeRowsAreStale() throws Exception {
    assertThat(stale(new MergeGuards(true, false, true), false)).isNotEmpty();
  }

  @Test
  void withMarkingOnAcknowledgementSomeRowsAreStaleAfterAKillInTheGap() throws Exception {
    assertThat(stale(new MergeGuards(true, true, false), true)).isNotEmpty();
  }

  /** The keys under which the topic differs from the table. */
  private static Set<Key> stale(MergeGuards guards, boolean killed) throws Exception {
    String name = "gap" + System.nanoTime();
    admin.execute("CREATE DATABASE " + name);
    TestDatabase database = database(name);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, " + ROWS + ") i");
    Pipeline pipeline = Pipeline.on(database);
    CapturedTable table = pipeline.table("t");
    try {
      // The slot and the topics exist and the stream is at its end before the commits hang, so
      // that reading begins while they do.
      try (Connection connection = database.connect()) {
        new CaptureResources(pipeline.names().pipeline())
            .create(connection, List.of(table.table().name()));
      }
      return differences(pipeline, table, guards, killed);
    } finally {
      standby("");
      pipeline.close();
    }
  }

  private static Set<Key> differences(
      Pipeline pipeline, CapturedTable table, MergeGuards guards, boolean killed) throws Exception {
    standby("absent");
    List<Thread> hanging = hang(pipeline.database());
    long log = position(pipeline.database(), "pg_current_wal_insert_lsn()");
    if (killed) {
      try (Capture first = pipeline.start(guards, 1_000_000, table)) {
        pipeline.await(first, status -> status.progress().get(0).handled() >= HUNG);
        awaitMark(pipeline.database(), log, guards);
      }
      forgetReading(pipeline);
    }
    try (Capture capture = pipeline.start(guards, 50, table)) {
      pipeline.awaitComplete(capture);
      cancel(pipeline.database(), hanging);
      standby("");
      ChangeTopic topic = pipeline.awaitLevel(capture, table);
      return differences(topic.rows(), pipeline.truth(table));
    }
  }

  /** Until the slot has moved behind the hanging commits; with the guard it must not, ever. */
  private static void awaitMark(TestDatabase database, long log, MergeGuards guards)
      throws InterruptedException {
    String confirmed = "(SELECT max(confirmed_flush_lsn) FROM pg_replication_slots WHERE active)";
    if (guards.markVisible()) {
      Thread.sleep(2_500);
      assertThat(position(database, confirmed)).isLessThan(log);
    } else {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> position(database, confirmed) >= log);
    }
  }

  private static long position(TestDatabase database, String lsn) {
    return database.queryLong("SELECT (" + lsn + " - '0/0')::bigint");
  }

  /** As if the kill had come before the first chunk: its topics begin anew, its slot goes on. */
  private static void forgetReading(Pipeline pipeline) throws Exception {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", pipeline.kafka().bootstrapServers());
    try (var kafka = org.apache.kafka.clients.admin.Admin.create(properties)) {
      kafka.deleteTopics(List.of(pipeline.names().captureProgress())).all().get();
      Awaitility.await()
          .until(
              () -> !kafka.listTopics().names().get().contains(pipeline.names().captureProgress()));
    }
  }

  private static Set<Key> differences(
      Map<Key, Map<String, String>> topic, Map<Key, Map<String, String>> truth) {
    Set<Key> keys = new HashSet<>(topic.keySet());
    keys.addAll(truth.keySet());
    keys.removeIf(key -> topic.containsKey(key) && topic.get(key).equals(truth.get(key)));
    return keys;
  }

  /** Commits that are in the log, and that nobody sees: updates and deletes. */
  private static List<Thread> hang(TestDatabase database) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= HUNG; i++) {
      int id = i * 100;
      String sql =
          i % 5 == 0
              ? "DELETE FROM t WHERE id = " + id
              : "UPDATE t SET n = " + i + " WHERE id = " + id;
      Thread thread = new Thread(() -> commit(database, sql), "hanging-" + i);
      thread.start();
      threads.add(thread);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                database.queryLong(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                    == HUNG);
    return threads;
  }

  private static void commit(TestDatabase database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = on");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void cancel(TestDatabase database, List<Thread> threads) throws Exception {
    database.execute(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Only sessions that ask for it wait for the standby: the server itself would hang otherwise. */
  private static void standby(String name) {
    try (Connection connection = admin.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = local");
      statement.execute("ALTER SYSTEM SET synchronous_commit = 'local'");
      statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
