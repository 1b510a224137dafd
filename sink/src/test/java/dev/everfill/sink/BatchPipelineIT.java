package dev.everfill.sink;

import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.Progress;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.postgres.Failpoints;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batch follows batch without a break: what happens to one while the next is bound already. */
class BatchPipelineIT {
  private static final int ROWS = 20_000;
  private static final int PARTITIONS = 2;
  private static final int KILLS = 8;

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger killed = new AtomicInteger();
  private final TestDatabase db = TestPostgres.v18().database();
  private final Pipeline pipeline = new Pipeline(db, PARTITIONS);
  private final FieldDefinition field = field();

  private FieldDefinition field() {
    db.execute(Audited.TABLE, "INSERT INTO items SELECT generate_series(201, " + ROWS + ")");
    return pipeline.field("public", "items", "v");
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void rowsThatSomebodyHoldsAreLeftOutAndGetTheValueThatCameMeanwhile() throws Exception {
    try (Connection holder = db.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM items WHERE id % 400 = 0 FOR UPDATE");
      pipeline.start(field);
      send(1);
      awaitRows("v = 1", ROWS - ROWS / 400);
      send(2);
      awaitRows("v = 2", ROWS - ROWS / 400);
      assertThat(db.queryLong("SELECT count(*) FROM items WHERE v IS NULL")).isEqualTo(ROWS / 400);
      holder.rollback();
    }
    awaitAll(2);
    assertThat(db.queryLong("SELECT count(*) FROM audit WHERE id % 400 = 0"))
        .as("the older value was never written")
        .isEqualTo(ROWS / 400);
  }

  /** Before its COMMIT is sent, or after it was acknowledged, with the next batch at hand. */
  @Test
  void aConnectionThatIsLostOnEitherSideOfACommitLosesAndRepeatsNothing() {
    pipeline.start(
        place -> {
          int batch = place.equals(Failpoints.BEFORE_COMMIT) ? sent.incrementAndGet() : sent.get();
          boolean before = place.equals(Failpoints.BEFORE_COMMIT) && batch % 12 == 0;
          boolean after = place.equals(Failpoints.AFTER_COMMIT) && batch % 12 == 6;
          if ((before || after) && killed.get() < KILLS) {
            kill();
          }
        },
        field);
    for (int version = 1; version <= 4; version++) {
      send(version);
    }
    awaitAll(4);
    assertThat(killed.get()).isGreaterThanOrEqualTo(KILLS);
  }

  private void kill() {
    killed.addAndGet(
        (int)
            db.queryLong(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name LIKE '% write'"));
  }

  /**
   * Some batches of a message are committed, then the server's process dies: those stay. Whether
   * batches go together is for the signals to say, so it is tried until it has happened.
   */
  @Test
  void aMessageOfWhichAPartIsCommittedIsTakenUpFromThere() {
    db.execute(
        """
        CREATE SEQUENCE hits;
        CREATE SEQUENCE deaths;
        CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF pg_catalog.nextval('public.hits') % 7 = 0 THEN
              PERFORM pg_catalog.nextval('public.deaths');
              PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());
            END IF;
            RETURN NEW;
          END $$;
        CREATE TRIGGER dies BEFORE UPDATE ON items FOR EACH ROW WHEN (NEW.id % 700 = 0) EXECUTE FUNCTION dies();
        """);
    AtomicInteger parts = new AtomicInteger();
    long[] before = {0, 1};
    pipeline.start(
        place -> {
          if (place.equals(Failpoints.BEFORE_COMMIT)) {
            long changed = db.queryLong("SELECT count(*) FROM audit");
            long deaths = db.queryLong("SELECT last_value FROM deaths");
            parts.addAndGet(deaths > before[1] && changed > before[0] ? 1 : 0);
            before[0] = changed;
            before[1] = deaths;
          }
        },
        field);
    int version = 0;
    while (version < 30 && (version < 4 || parts.get() == 0)) {
      send(++version);
      awaitAll(version);
    }
    assertThat(parts.get()).as("messages of which a part was committed").isPositive();
  }

  @Test
  void aRowThatIsRefusedIsFoundAmongThousandsAndTheRestGoesOn() {
    Write write = pipeline.start(field);
    send(1);
    awaitAll(1);
    List<Event> bad = new ArrayList<>(rows(1, 2));
    bad.set(bad.size() / 2, row(1 + 2 * (bad.size() / 2), "v", "666"));
    pipeline.send(field, 0, rows(0, 2));
    pipeline.send(field, 1, bad);
    levels(2);
    awaitRows("v = 2", ROWS - 1);
    await().until(() -> pipeline.progress(field, 1).quarantinedRows() == 1);
    assertThat(write.status().failure()).isNull();
    send(3);
    awaitAll(3);
  }

  private void send(int version) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      pipeline.send(field, partition, rows(partition, version));
    }
    levels(version);
  }

  private void levels(int version) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      pipeline.send(field, partition, List.of(level(version)));
    }
  }

  private static List<Event> rows(int partition, int version) {
    return IntStream.rangeClosed(1, ROWS)
        .filter(id -> id % PARTITIONS == partition)
        .mapToObj(id -> row(id, "v", String.valueOf(version)))
        .toList();
  }

  private void awaitRows(String what, long rows) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> db.queryLong("SELECT count(*) FROM items WHERE " + what) == rows);
  }

  /** All rows have it, none went back or was written twice, and each change is counted once. */
  private void awaitAll(int version) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                IntStream.range(0, PARTITIONS)
                    .allMatch(one -> pipeline.progress(field, one).level() == version));
    awaitRows("v = " + version, ROWS);
    assertThat(db.queryLong(Audited.NOT_FORWARD)).isZero();
    long counted =
        IntStream.range(0, PARTITIONS)
            .mapToObj(one -> pipeline.progress(field, one))
            .mapToLong(Progress::changedRows)
            .sum();
    assertThat(counted).isEqualTo(db.queryLong("SELECT count(*) FROM audit"));
  }
}
