package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.Progress;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of derived records, from the topic to the row and its progress. */
class WriteIT {
  private static final String ITEMS =
      "CREATE TABLE items (id bigint PRIMARY KEY, other text DEFAULT 'mine', v text);"
          + " INSERT INTO items (id, v) SELECT n, CASE WHEN n = 2 THEN 'right' END"
          + " FROM generate_series(1, 10) AS n";

  @Test
  void writesOnlyRowsThatDifferAndCountsEachKind() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS);
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(
          field,
          expect(5),
          row(1, "v", "a"),
          row(2, "v", "right"),
          row(3, "v", null),
          row(99, "v", "nobody"),
          new Event.Delete(Key.of("4")),
          level(700));
      Write write = pipeline.start(field);
      awaitLevel(pipeline, field, 700);

      assertThat(pipeline.db.queryText("SELECT string_agg(id || v, ' ' ORDER BY id) FROM items"))
          .isEqualTo("1a 2right");
      assertThat(pipeline.db.queryLong("SELECT count(DISTINCT xmin::text) FROM items"))
          .isEqualTo(2);
      Progress progress = pipeline.progress(field, 0);
      assertThat(progress.nextOffset()).isEqualTo(7);
      assertThat(progress.highOffset()).isEqualTo(7);
      assertThat(progress.changedRows()).isEqualTo(1);
      assertThat(progress.settledRows()).isEqualTo(5);
      FieldStatus status = pipeline.status(field);
      assertThat(status.state()).isEqualTo(FieldState.LIVE);
      assertThat(status.percent()).isEqualByComparingTo("100");
      assertThat(status.liveAt()).isNotNull();
      assertThat(pipeline.ready(field)).isTrue();
      StageStatus.Progress seen = write.status().progress().get(0);
      assertThat(seen.withLag(null))
          .isEqualTo(new StageStatus.Progress("items.v", 5, 5, true, true, 5));
      assertThat(events(pipeline)).containsExactly("registered", "started", "live");
    }
  }

  @Test
  void mixedTypesArriveAsPostgresMeansThem() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(
          "CREATE DOMAIN short AS varchar(5) CHECK (VALUE <> 'never')",
          "CREATE TYPE mood AS ENUM ('good', 'bad')",
          "CREATE SCHEMA \"Ünsere \"\"Welt\"",
          "CREATE TABLE \"Ünsere \"\"Welt\".\"Größe'n; --\" (\"a B\" text, n int, j jsonb, \"t[]\" text[],"
              + " at timestamptz, c varchar(8), x numeric(10, 2), d short, m mood, b bytea,"
              + " raw json, f float8, p point, i interval, PRIMARY KEY (n, \"a B\"))",
          "INSERT INTO \"Ünsere \"\"Welt\".\"Größe'n; --\" (\"a B\", n) VALUES ('k''1', 1), ('ключ', 2)");
      FieldDefinition field =
          pipeline.field(
              "Ünsere \"Welt",
              "Größe'n; --",
              "j",
              "t[]",
              "at",
              "c",
              "x",
              "d",
              "m",
              "b",
              "raw",
              "f",
              "p",
              "i");
      String[] values = {
        "j",
        "{\"a\": [1, null]}",
        "t[]",
        "{\"q\\\"uo,te\",NULL,\"\",ü}",
        "at",
        "infinity",
        "c",
        "12345678",
        "x",
        "3.14",
        "d",
        "äöüß",
        "m",
        "bad",
        "b",
        "\\x00ff",
        "raw",
        "{\"b\":1}",
        "f",
        "NaN",
        "p",
        "(1,2)",
        "i",
        "1 mon -3 days"
      };
      pipeline.send(field, row(Key.of("1", "k'1"), values), row(Key.of("2", "ключ"), "j", "null"));
      pipeline.send(field, row(Key.of("1", "k'1"), values), level(5));
      pipeline.start(field);
      awaitLevel(pipeline, field, 5);

      String table = "\"Ünsere \"\"Welt\".\"Größe'n; --\"";
      assertThat(
              pipeline.db.query(
                  "SELECT j, \"t[]\"[1], \"t[]\"[2] IS NULL, at, c, x, d, m, b = '\\x00ff', raw,"
                      + " f, p, i FROM "
                      + table
                      + " WHERE n = 1"))
          .containsExactly(
              List.of(
                  "{\"a\": [1, null]}",
                  "q\"uo,te",
                  "t",
                  "infinity",
                  "12345678",
                  "3.14",
                  "äöüß",
                  "bad",
                  "t",
                  "{\"b\":1}",
                  "NaN",
                  "(1,2)",
                  "1 mon -3 days"));
      assertThat(pipeline.db.query("SELECT j, c FROM " + table + " WHERE n = 2"))
          .containsExactly(java.util.Arrays.asList("null", null));

      long written = pipeline.progress(field, 0).changedRows();
      pipeline.send(field, row(Key.of("1", "k'1"), values), level(6));
      awaitLevel(pipeline, field, 6);
      assertThat(pipeline.progress(field, 0).changedRows()).isEqualTo(written).isEqualTo(2);
    }
  }

  @Test
  void rowsThatSomebodyHoldsAreDeferredAndEverythingElseGoesOn() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS);
      FieldDefinition field = pipeline.field("public", "items", "v");
      try (var holder = pipeline.db.connect();
          var statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        statement.execute("UPDATE items SET other = 'held' WHERE id IN (3, 5)");
        pipeline.send(field, expect(4), row(1, "v", "a"), row(3, "v", "old"), row(5, "v", "e"));
        pipeline.send(field, row(6, "v", "f"), level(10), row(1, "v", "b"), row(3, "v", "new"));
        pipeline.start(field);
        await().until(() -> pipeline.db.queryLong("SELECT count(v) FROM items") == 3);
        await()
            .untilAsserted(
                () ->
                    assertThat(pipeline.db.queryText("SELECT v FROM items WHERE id = 1"))
                        .isEqualTo("b"));

        Progress held = pipeline.progress(field, 0);
        assertThat(held.nextOffset()).as("stops at the first held row").isEqualTo(2);
        assertThat(held.highOffset()).isEqualTo(8);
        assertThat(held.level()).as("no level before all rows").isZero();
        assertThat(held.settledRows()).isEqualTo(2);
        assertThat(pipeline.ready(field)).isFalse();
        holder.rollback();
      }
      awaitLevel(pipeline, field, 10);
      assertThat(pipeline.db.queryText("SELECT string_agg(id || v, ' ' ORDER BY id) FROM items"))
          .isEqualTo("1b 2right 3new 5e 6f");
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(4);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE other <> 'mine'"))
          .isZero();
    }
  }

  @Test
  void withNothingToDoTheDatabaseIsLeftAlone() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS);
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, row(1, "v", "a"), level(10));
      pipeline.start(field);
      awaitLevel(pipeline, field, 10);
      String before = lastActivity(pipeline);
      Thread.sleep(2500);
      assertThat(lastActivity(pipeline)).isEqualTo(before).isNotNull();
    }
  }

  @Test
  void aDroppedColumnFailsTheField() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS);
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, row(1, "v", "a"), level(10));
      Write write = pipeline.start(field);
      awaitLevel(pipeline, field, 10);
      pipeline.db.execute("ALTER TABLE items RENAME COLUMN v TO w");
      pipeline.send(field, row(1, "v", "b"));
      await()
          .untilAsserted(
              () -> assertThat(pipeline.status(field).reason()).isEqualTo("schema_changed"));
      assertThat(write.status().failure().reason()).isEqualTo("schema_changed");
      assertThat(pipeline.db.queryText("SELECT w FROM items WHERE id = 1")).isEqualTo("a");
    }
  }

  private static String lastActivity(Pipeline pipeline) {
    return pipeline.db.queryText(
        "SELECT max(state_change)::text FROM pg_stat_activity WHERE application_name = '"
            + pipeline.names.pipeline()
            + " write'");
  }

  private static List<String> events(Pipeline pipeline) {
    return pipeline.db.queryColumn(
        "SELECT kind FROM " + pipeline.names.pipeline() + ".event ORDER BY id");
  }

  static void awaitLevel(Pipeline pipeline, FieldDefinition field, long level) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(pipeline.progress(field, 0).level()).isGreaterThanOrEqualTo(level));
  }
}
