package dev.everfill.sink;

import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.postgres.Failpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What people ask of a running field, as the write stage follows it. */
class ControlIT {
  private static final String ITEMS =
      "CREATE TABLE items (id int PRIMARY KEY, v text);"
          + " INSERT INTO items SELECT generate_series(1, 1000);"
          + "CREATE TABLE others (id int PRIMARY KEY, w text);"
          + " INSERT INTO others SELECT generate_series(1, 1000)";

  private interface Asking {
    boolean of(Controls controls, java.sql.Connection connection);
  }

  private static void ask(Pipeline pipeline, Asking asking) {
    boolean found =
        pipeline.database.inTransaction(
            "asking", c -> asking.of(new Controls(pipeline.names.pipeline()), c));
    assertThat(found).isTrue();
  }

  @Test
  void aPauseHoldsAcrossRestartsAndNothingIsLostByIt() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS);
      FieldDefinition field = pipeline.field("public", "items", "v");
      FieldDefinition other = pipeline.field("public", "others", "w");
      pipeline.send(field, row(1, "v", "a"), level(1));
      Write first = pipeline.start(field, other);
      awaitLevel(pipeline, field, 1);

      ask(pipeline, (controls, c) -> controls.pause(c, "items.v", "ann"));
      awaitAge();
      pipeline.send(field, row(1, "v", "b"), level(2));
      turns(pipeline, other, 10);
      assertThat(value(pipeline)).as("paused").isEqualTo("a");
      assertThat(pipeline.status(field).state()).isEqualTo(FieldState.PAUSED);
      assertThat(first.status().waitingFor()).as("it waits for nobody").isNull();
      first.close();

      Write second = pipeline.start(field, other);
      turns(pipeline, other, 20);
      assertThat(value(pipeline)).as("paused across a restart").isEqualTo("a");
      assertThat(pipeline.progress(field, 0).level()).isEqualTo(1);
      ask(pipeline, (controls, c) -> controls.resume(c, "items.v", "ann"));
      awaitLevel(pipeline, field, 2);
      assertThat(value(pipeline)).isEqualTo("b");
      assertThat(pipeline.status(field).state()).isEqualTo(FieldState.LIVE);
      assertThat(second.fenced()).isZero();
    }
  }

  /** Another field goes on: so the write stage has had the time to do what it must not do. */
  private static void turns(Pipeline pipeline, FieldDefinition other, long from) {
    for (long level = from; level < from + 3; level++) {
      pipeline.send(other, row(1, "w", "at " + level), level(level));
      awaitLevel(pipeline, other, level);
    }
  }

  private static String value(Pipeline pipeline) {
    return pipeline.db.queryText("SELECT v FROM items WHERE id = 1");
  }

  /** The first batch is held up until the pause is there: all that comes later must wait. */
  @Test
  void aPauseInTheMiddleOfABackfillStopsIt() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS);
      FieldDefinition field = pipeline.field("public", "items", "v");
      FieldDefinition other = pipeline.field("public", "others", "w");
      List<Event> events = new ArrayList<>();
      for (int id = 1; id <= 1000; id++) {
        events.add(row(id, "v", "a"));
      }
      pipeline.send(field, 0, events);
      pipeline.send(field, level(5));
      AtomicInteger batches = new AtomicInteger();
      Failpoints pausing =
          place -> {
            if (place.equals(Failpoints.BEFORE_BATCH) && batches.incrementAndGet() == 1) {
              ask(pipeline, (controls, c) -> controls.pause(c, "items.v", "ann"));
              awaitAge();
            }
          };
      pipeline.start(pausing, field, other);
      turns(pipeline, other, 10);
      long done = pipeline.db.queryLong("SELECT count(v) FROM items");
      assertThat(done).isBetween(1L, 999L);
      turns(pipeline, other, 20);
      assertThat(pipeline.db.queryLong("SELECT count(v) FROM items")).isEqualTo(done);
      ask(pipeline, (controls, c) -> controls.resume(c, "items.v", "ann"));
      awaitLevel(pipeline, field, 5);
      assertThat(pipeline.db.queryLong("SELECT count(v) FROM items")).isEqualTo(1000);
    }
  }

  /** Until what the write stage knows is too old to go by. */
  private static void awaitAge() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPaceHoldsWhileRunningAndUntilItIsTakenBack() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(
          ITEMS,
          "CREATE TABLE times (at timestamptz);"
              + " CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " INSERT INTO public.times VALUES (clock_timestamp()); RETURN NEW; END $$;"
              + " CREATE TRIGGER noted BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION noted()");
      FieldDefinition field = pipeline.field("public", "items", "v");
      ask(
          pipeline,
          (controls, c) ->
              controls.pace(c, "items.v", OptionalLong.of(50), Duration.ofSeconds(1), "ann"));
      pipeline.start(field);
      List<Event> events = new ArrayList<>();
      for (int id = 1; id <= 1000; id++) {
        events.add(row(id, "v", "a"));
      }
      pipeline.send(field, 0, events);
      pipeline.send(field, level(5));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> pipeline.db.queryLong("SELECT count(v) FROM items") >= 110);
      assertThat(
              pipeline.db.queryLong(
                  "SELECT max(n) FROM (SELECT count(*) OVER (ORDER BY at RANGE BETWEEN CURRENT ROW"
                      + " AND interval '999 ms' FOLLOWING) AS n FROM times) AS windows"))
          .as("rows in any second")
          .isLessThanOrEqualTo(50);
      assertThat(pipeline.db.queryLong("SELECT count(v) FROM items")).isLessThan(1000);
      ask(
          pipeline,
          (controls, c) -> controls.pace(c, "items.v", OptionalLong.empty(), null, "ann"));
      awaitLevel(pipeline, field, 5);
      assertThat(pipeline.db.queryLong("SELECT count(v) FROM items")).isEqualTo(1000);
    }
  }
}
