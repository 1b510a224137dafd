package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.base.control.ThrottleStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Two fields, two instances, one budget: seen by a trigger that notes when each row changed. */
class BudgetIT {
  private static final int RATE = 200;
  private static final int ROWS = 700;
  private static final long MICROS = 1_000_000;

  private static final String AUDIT =
      "CREATE TABLE audit (at timestamptz, field text);"
          + " CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
          + " INSERT INTO public.audit VALUES (clock_timestamp(), TG_TABLE_NAME); RETURN NULL;"
          + " END $$";

  private static void table(Pipeline pipeline, String name) {
    pipeline.db.execute(
        "CREATE TABLE " + name + " (id bigint PRIMARY KEY, v text)",
        "INSERT INTO " + name + " SELECT n FROM generate_series(1, " + ROWS + ") AS n",
        "CREATE TRIGGER noted AFTER UPDATE ON " + name + " FOR EACH ROW EXECUTE FUNCTION noted()");
  }

  private static void send(Pipeline pipeline, FieldDefinition field) {
    for (int partition = 0; partition < 2; partition++) {
      List<Event> events = new ArrayList<>(List.of(expect(ROWS / 2)));
      for (int id = partition + 1; id <= ROWS; id += 2) {
        events.add(row(id, "v", "new"));
      }
      events.add(level(5));
      pipeline.send(field, partition, events);
    }
  }

  @Test
  void noSecondHasMoreRowsThanTheBudgetOfAllFieldsAndInstances() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18().database(), 2)) {
      pipeline.db.execute(AUDIT);
      table(pipeline, "one");
      table(pipeline, "two");
      FieldDefinition one = pipeline.field("public", "one", "v");
      FieldDefinition two = pipeline.field("public", "two", "v");
      WriteSettings plain = pipeline.writeSettings(one, two);
      for (String instance : List.of("first", "second")) {
        WriteSettings settings =
            new WriteSettings(
                plain.names(),
                plain.target(),
                plain.kafka(),
                plain.fields(),
                OptionalLong.of(RATE),
                instance);
        pipeline.start(new Write(settings, Reservations.unbounded()));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  pipeline.db.queryLong(
                          "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                              + pipeline.names.pipeline()
                              + " write'")
                      == 2);
      send(pipeline, one);
      send(pipeline, two);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> throttles(pipeline).stream().anyMatch(BudgetIT::boundByTheBudget));
      await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.ready(one) && pipeline.ready(two));
      assertThat(most(pipeline)).isBetween(RATE / 2L, (long) RATE);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isEqualTo(2L * ROWS);
      assertThat(pipeline.db.queryColumn("SELECT DISTINCT field FROM audit")).hasSize(2);
    }
  }

  private static boolean boundByTheBudget(ThrottleStatus status) {
    return status.batchRows() > 0
        && status.reasons().stream().map(PaceReason::name).anyMatch("rows-per-second"::equals);
  }

  private static List<ThrottleStatus> throttles(Pipeline pipeline) {
    return pipeline.database.inTransaction(
        "reading what bounds the pace",
        connection ->
            new ThrottleStore(pipeline.names.pipeline()).read(connection, Duration.ofSeconds(10)));
  }

  /** Rows of the fullest second, wherever it begins. */
  private static long most(Pipeline pipeline) {
    List<Long> at =
        pipeline
            .db
            .queryColumn("SELECT (EXTRACT(epoch FROM at) * 1000000)::bigint FROM audit ORDER BY at")
            .stream()
            .map(Long::valueOf)
            .toList();
    int first = 0;
    long most = 0;
    for (int last = 0; last < at.size(); last++) {
      while (at.get(last) - at.get(first) >= MICROS) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
