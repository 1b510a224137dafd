package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.Progress;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.postgres.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Stops, crashes, lost connections and rivals: nothing is lost, nothing goes back. */
class CrashIT {
  private static final String AUDITED =
      """
      CREATE TABLE items (id bigint PRIMARY KEY, v int);
      INSERT INTO items SELECT generate_series(1, 200);
      CREATE TABLE audit (n bigserial, id bigint, old int, new int);
      CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO public.audit (id, old, new) VALUES (NEW.id, OLD.v, NEW.v); RETURN NEW; END $$;
      CREATE TRIGGER audited BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION audited();
      """;
  private static final String WENT_BACK = "SELECT count(*) FROM audit WHERE new < old";

  @Test
  void afterARestartNoRowGoesBackWhileAnOldRowIsStillHeld() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(AUDITED);
      FieldDefinition field = pipeline.field("public", "items", "v");
      try (var holder = pipeline.db.connect();
          var statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        statement.execute("SELECT FROM items WHERE id = 7 FOR UPDATE");
        pipeline.send(field, expect(1), row(7, "v", "1"), level(1));
        for (int version = 1; version <= 50; version++) {
          pipeline.send(field, 0, versions(version, 1, 5));
        }
        Write first = pipeline.start(field);
        await().until(() -> pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = 50") == 5);
        first.close();
        Progress stored = pipeline.progress(field, 0);
        assertThat(stored.nextOffset()).isEqualTo(1);
        assertThat(stored.highOffset()).isEqualTo(253);

        pipeline.db.execute("TRUNCATE audit");
        pipeline.start(field);
        await()
            .untilAsserted(() -> assertThat(pipeline.progress(field, 0).ownerEpoch()).isEqualTo(2));
        Thread.sleep(500);
        assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isZero();
        holder.rollback();
      }
      awaitLevel(pipeline, field, 1);
      assertThat(pipeline.db.queryLong("SELECT v FROM items WHERE id = 7")).isEqualTo(1);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isEqualTo(1);
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(1);
    }
  }

  @Test
  void terminatedBackendsCostNothing() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(AUDITED);
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.start(field);
      int kills = 0;
      for (int version = 1; version <= 40; version++) {
        pipeline.send(field, 0, versions(version, 1, 200));
        if (version % 4 == 0) {
          kills += terminate(pipeline);
        }
        Thread.sleep(25);
      }
      pipeline.send(field, level(9));
      awaitLevel(pipeline, field, 9);
      assertThat(kills).as("backends terminated").isGreaterThan(0);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = 40")).isEqualTo(200);
      assertThat(pipeline.db.queryLong(WENT_BACK)).isZero();
      assertThat(pipeline.progress(field, 0).ownerEpoch()).isGreaterThan(1);
    }
  }

  private static int terminate(Pipeline pipeline) {
    return (int)
        pipeline.db.queryLong(
            "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                + " application_name = '"
                + pipeline.names.pipeline()
                + " write') AS ended");
  }

  /**
   * The server commits and the answer is lost: the progress row decides, nothing is written twice.
   */
  @Test
  void anAmbiguousCommitIsDecidedByTheProgressRow() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(
          AUDITED,
          "ALTER TABLE items ADD COLUMN written int DEFAULT 0",
          "CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$"
              + " BEGIN NEW.written := OLD.written + 1; RETURN NEW; END $$",
          "CREATE TRIGGER counted BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION counted()");
      FieldDefinition field = pipeline.field("public", "items", "v");
      AtomicInteger lost = new AtomicInteger();
      WriteSettings settings = pipeline.writeSettings(field);
      Connections real = Write.connections(settings, Reservations.unbounded());
      Connections lossy = () -> losingAnswers(real.open(), lost);
      pipeline.start(new Write(settings, lossy, Limits.defaults(), System::nanoTime));
      pipeline.send(field, expect(200));
      pipeline.send(field, 0, versions(1, 1, 200));
      pipeline.send(field, level(9));
      awaitLevel(pipeline, field, 9);
      assertThat(lost).as("answers lost").hasValueGreaterThan(2);
      assertThat(pipeline.db.queryText("SELECT DISTINCT v || ',' || written FROM items"))
          .isEqualTo("1,1");
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(200);
      assertThat(pipeline.progress(field, 0).changedRows()).isEqualTo(200);
    }
  }

  /** Every second commit is done and then answered with a broken connection, a few times. */
  private static Connection losingAnswers(Connection real, AtomicInteger lost) {
    AtomicInteger commits = new AtomicInteger();
    return CommitTap.on(
        real,
        (connection, commit) -> {
          commit.send();
          if (lost.get() < 4 && commits.incrementAndGet() % 2 == 0) {
            lost.incrementAndGet();
            connection.close();
            throw new SQLException("the answer to COMMIT is lost", "08006");
          }
        });
  }

  /** Somebody claims the partition past the group: the first owner finds out at its next write. */
  @Test
  void aSecondOwnerFencesTheFirst() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(AUDITED);
      FieldDefinition field = pipeline.field("public", "items", "v");
      Write first = pipeline.start(field);
      pipeline.send(field, 0, versions(1, 1, 200));
      pipeline.send(field, level(1));
      awaitLevel(pipeline, field, 1);
      long epoch = pipeline.progress(field, 0).ownerEpoch();

      pipeline.db.execute(
          "UPDATE " + pipeline.names.pipeline() + ".progress SET owner_epoch = owner_epoch + 1");
      pipeline.send(field, 0, versions(2, 1, 200));
      pipeline.send(field, level(2));
      awaitLevel(pipeline, field, 2);
      await().until(() -> first.fenced() == 1);
      assertThat(pipeline.progress(field, 0).ownerEpoch()).isEqualTo(epoch + 2);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isEqualTo(400);
      assertThat(pipeline.db.queryLong(WENT_BACK)).isZero();
    }
  }

  @Test
  void twoSinksShareThePartitionsAndTheSecondTakesOver() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18().database(), 2)) {
      pipeline.db.execute(AUDITED);
      FieldDefinition field = pipeline.field("public", "items", "v");
      Write first = pipeline.start(field);
      await().until(() -> pipeline.progress(field, 1).ownerEpoch() == 1);
      Write second = pipeline.start(field);
      pipeline.send(field, 0, versions(1, 1, 100));
      pipeline.send(field, 1, versions(1, 101, 200));
      pipeline.send(field, 0, List.of(level(3)));
      pipeline.send(field, 1, List.of(level(4)));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> pipeline.status(field).level() == 3 && pipeline.ready(field));
      first.close();
      pipeline.send(field, 0, versions(2, 1, 100));
      pipeline.send(field, 0, List.of(level(5)));
      awaitLevel(pipeline, field, 5);
      assertThat(second.status().running()).isTrue();
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isEqualTo(300);
      assertThat(pipeline.db.queryLong(WENT_BACK)).isZero();
    }
  }

  @Test
  void aTopicThatEndsBeforeTheStoredOffsetIsNoticed() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(AUDITED);
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, row(1, "v", "1"));
      pipeline.db.execute(
          "UPDATE "
              + pipeline.names.pipeline()
              + ".progress SET next_offset = 50, high_offset = 60");
      Write write = pipeline.start(field);
      await()
          .untilAsserted(
              () -> assertThat(pipeline.status(field).reason()).isEqualTo("topic_recreated"));
      assertThat(write.status().failure().message()).contains("ends at 1").contains("before 60");
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isZero();
    }
  }

  private static List<Event> versions(int version, int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int id = from; id <= to; id++) {
      events.add(row(id, "v", String.valueOf(version)));
    }
    return events;
  }
}
