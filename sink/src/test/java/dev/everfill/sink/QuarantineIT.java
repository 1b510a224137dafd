package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that PostgreSQL refuses, and records that nobody can read: kept aside, one by one. */
class QuarantineIT {
  private static final String NUMBERS =
      "CREATE TABLE numbers (id int PRIMARY KEY, n varchar(3) CHECK (n <> 'bad'));"
          + " INSERT INTO numbers SELECT generate_series(1, 500)";

  @Test
  void exactlyTheRefusedRowsAreKeptAsideAndTheRestGoesOn() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(NUMBERS);
      FieldDefinition field = pipeline.field("public", "numbers", "n");
      List<Event> events = new ArrayList<>(List.of(expect(500)));
      for (int id = 1; id <= 500; id++) {
        events.add(row(id, "n", id == 13 ? "much too long" : id == 14 || id == 400 ? "bad" : "ok"));
      }
      pipeline.send(field, 0, events);
      pipeline.send(field, level(4));
      Write write = pipeline.start(field);
      awaitLevel(pipeline, field, 4);

      assertThat(pipeline.db.queryColumn("SELECT id FROM numbers WHERE n IS DISTINCT FROM 'ok'"))
          .containsExactlyInAnyOrder("13", "14", "400");
      assertThat(quarantine(pipeline, "key::text, columns::text, sqlstate, record_offset::text"))
          .containsExactly(
              List.of("[\"13\"]", "{\"n\": \"much too long\"}", "22001", "13"),
              List.of("[\"14\"]", "{\"n\": \"bad\"}", "23514", "14"),
              List.of("[\"400\"]", "{\"n\": \"bad\"}", "23514", "400"));
      assertThat(quarantine(pipeline, "topic, partition::text, field, generation::text").get(0))
          .containsExactly(pipeline.names.derived(field), "0", "numbers.n", "1");
      assertThat(quarantine(pipeline, "message").get(1).get(0))
          .contains("violates check constraint")
          .doesNotContain("Failing row");
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(3);
      assertThat(pipeline.progress(field, 0).settledRows()).as("settled too").isEqualTo(500);
      assertThat(pipeline.status(field).quarantinedRows()).isEqualTo(3);
      assertThat(pipeline.status(field).state()).isEqualTo(FieldState.LIVE);
      assertThat(write.status().progress().get(0).withLag(null))
          .isEqualTo(new StageStatus.Progress("numbers.n", 500, 500, true, true, 500));
    }
  }

  @Test
  void aNewerValueOrTheEndOfItsRowTakesARowOutAndARestartKeepsTheOthers() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(NUMBERS);
      FieldDefinition field = pipeline.field("public", "numbers", "n");
      pipeline.send(field, row(1, "n", "bad"), row(2, "n", "bad"), row(3, "n", "bad"));
      pipeline.send(field, row(4, "n", "bad"), level(4));
      Write first = pipeline.start(field);
      awaitLevel(pipeline, field, 4);
      assertThat(keys(pipeline)).containsExactly("1", "2", "3", "4");
      first.close();
      pipeline.db.execute(
          "DELETE FROM "
              + pipeline.names.pipeline()
              + ".quarantine WHERE key = '[\"4\"]'"); // by hand
      pipeline.start(field);
      pipeline.send(field, row(1, "n", "ok"), new Event.Delete(Key.of("2")), level(5));
      awaitLevel(pipeline, field, 5);
      assertThat(keys(pipeline)).containsExactly("3");
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(1);
      pipeline.send(field, row(3, "n", "worse"), level(6));
      awaitLevel(pipeline, field, 6);
      assertThat(
              quarantine(pipeline, "columns::text, sqlstate, attempts::text, record_offset::text"))
          .containsExactly(List.of("{\"n\": \"worse\"}", "22001", "2", "8"));
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(1);
      assertThat(pipeline.db.queryText("SELECT n FROM numbers WHERE id = 1")).isEqualTo("ok");
    }
  }

  @Test
  void aRetryTriesTheValuesAgainUnlessThereAreNewerOnes() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(NUMBERS);
      FieldDefinition field = pipeline.field("public", "numbers", "n");
      pipeline.send(field, row(1, "n", "bad"), row(2, "n", "bad"), row(3, "n", "long"), level(4));
      pipeline.start(field);
      awaitLevel(pipeline, field, 4);
      retry(pipeline);
      await()
          .untilAsserted(
              () ->
                  assertThat(quarantine(pipeline, "attempts::text, retry_requested_at::text"))
                      .containsOnly(java.util.Arrays.asList("2", null)));
      assertThat(keys(pipeline)).containsExactly("1", "2", "3");
      pipeline.db.execute("ALTER TABLE numbers DROP CONSTRAINT numbers_n_check");
      retry(pipeline);
      await().untilAsserted(() -> assertThat(keys(pipeline)).containsExactly("3"));
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM numbers WHERE n = 'bad'"))
          .isEqualTo(2);
      await().untilAsserted(() -> assertThat(quarantine(pipeline, "attempts")).hasSize(1));
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(1);
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(3);
    }
  }

  private static void retry(Pipeline pipeline) {
    int rows =
        pipeline.database.inTransaction(
            "retry", c -> new Controls(pipeline.names.pipeline()).retry(c, "numbers.n", "a test"));
    assertThat(rows).isPositive();
  }

  @Test
  void recordsThatCannotBeReadAreKeptAsideAndTheRestGoesOn() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(NUMBERS);
      FieldDefinition field = pipeline.field("public", "numbers", "n");
      pipeline.send(field, row(1, "n", "old"), row(2, "n", "a"));
      pipeline.sendRaw(field, 0, bytes("[\"1\"]"), bytes("{\"n\":"));
      pipeline.sendRaw(field, 0, bytes("nonsense"), bytes("{}"));
      pipeline.sendRaw(field, 0, null, bytes("{}"));
      pipeline.send(field, new Event.Truncate(5), row(Key.of("1", "2"), "n", "x"));
      pipeline.send(field, row(3, "n", "nul\0"), row(4, "n", "b"), level(4));
      pipeline.start(field);
      awaitLevel(pipeline, field, 4);
      assertThat(quarantine(pipeline, "record_offset::text, key::text, columns::text, sqlstate"))
          .containsExactlyInAnyOrder(
              java.util.Arrays.asList("2", "[\"1\"]", null, null),
              java.util.Arrays.asList("3", null, null, null),
              java.util.Arrays.asList("4", null, null, null),
              java.util.Arrays.asList("5", null, null, null),
              java.util.Arrays.asList("6", null, null, null),
              java.util.Arrays.asList("7", "[\"3\"]", null, "22021"));
      assertThat(pipeline.db.queryColumn("SELECT id || n FROM numbers WHERE n IS NOT NULL"))
          .containsExactlyInAnyOrder("2a", "4b");
      pipeline.send(field, row(1, "n", "new"), row(3, "n", "c"), level(5));
      awaitLevel(pipeline, field, 5);
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(4);
      assertThat(quarantine(pipeline, "key::text"))
          .containsOnly(java.util.Collections.singletonList(null));
    }
  }

  @Test
  void moreThanAShareOfRefusedRowsFailsTheFieldAndTheOthersGoOn() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(NUMBERS, "CREATE TABLE items (id int PRIMARY KEY, v text)");
      pipeline.db.execute("INSERT INTO items VALUES (1)");
      FieldDefinition field = pipeline.field("public", "numbers", "n");
      FieldDefinition other = pipeline.field("public", "items", "v");
      List<Event> events = new ArrayList<>(List.of(expect(500)));
      for (int id = 1; id <= 300; id++) {
        events.add(row(id, "n", "bad"));
      }
      pipeline.send(field, 0, events);
      Write write = pipeline.start(field, other);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(pipeline.status(field).reason()).isEqualTo("quarantine_full"));
      assertThat(pipeline.status(field).state()).isEqualTo(FieldState.FAILED);
      assertThat(pipeline.status(field).message()).contains("violates check constraint", "1 %");
      assertThat(pipeline.ready(field)).isFalse();
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isBetween(101L, 299L);
      pipeline.send(other, row(1, "v", "a"), level(9));
      awaitLevel(pipeline, other, 9);
      assertThat(write.status().failure()).as("one field works").isNull();
    }
  }

  /** Refused only when the transaction ends: nothing of what was told may stick. */
  @Test
  void aDeferredConstraintNamesItsRowToo() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(
          "CREATE TABLE names (name text PRIMARY KEY); INSERT INTO names VALUES ('ok')",
          "CREATE TABLE numbers (id int PRIMARY KEY, n text REFERENCES names DEFERRABLE INITIALLY"
              + " DEFERRED); INSERT INTO numbers SELECT generate_series(1, 50)");
      FieldDefinition field = pipeline.field("public", "numbers", "n");
      List<Event> events = new ArrayList<>(List.of(expect(50)));
      for (int id = 1; id <= 50; id++) {
        events.add(row(id, "n", id == 17 ? "nobody" : "ok"));
      }
      pipeline.send(field, 0, events);
      pipeline.send(field, level(4));
      pipeline.start(field);
      awaitLevel(pipeline, field, 4);
      assertThat(quarantine(pipeline, "key::text, sqlstate"))
          .containsExactly(List.of("[\"17\"]", "23503"));
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM numbers WHERE n = 'ok'"))
          .isEqualTo(49);
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(50);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> keys(Pipeline pipeline) {
    return quarantine(pipeline, "key ->> 0").stream().map(row -> row.get(0)).toList();
  }

  private static List<List<String>> quarantine(Pipeline pipeline, String columns) {
    return pipeline.db.query(
        "SELECT " + columns + " FROM " + pipeline.names.pipeline() + ".quarantine ORDER BY id");
  }
}
