package dev.everfill.base.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask of a field: kept, told once, and read by whoever writes. */
class ControlsIT {
  private static final String NAME = "controls";
  private static final Controls CONTROLS = new Controls(NAME);
  private static TestDatabase db;
  private static Database database;
  private FieldRef field;

  @BeforeAll
  static void open() {
    db = TestPostgres.v18().database();
    database =
        new Database(
            new PostgresSettings(db.url(), db.user(), db.password()),
            new PoolSettings(3, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            "controls-test");
  }

  @BeforeEach
  void anEmptySchema() {
    new ControlSchema(database, NAME).drop();
    new ControlSchema(database, NAME).migrate();
    field = register("one");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aPauseShowsUntilItIsTakenBackAndIsToldOnce() {
    asking(c -> new FieldStore(NAME).start(c, field));
    assertThat(status().state()).isEqualTo(FieldState.CAPTURING);
    assertThat(did(c -> CONTROLS.pause(c, "items.v", "ann"))).isTrue();
    assertThat(did(c -> CONTROLS.pause(c, "items.v", "ben"))).isTrue();
    asking(c -> new FieldStore(NAME).start(c, field));
    assertThat(status().state()).as("a start takes no pause back").isEqualTo(FieldState.PAUSED);
    assertThat(control().paused()).isTrue();
    asking(
        c -> new FieldStore(NAME).state(c, field, FieldState.FAILED, "internal", "as it happens"));
    assertThat(status().state()).as("a pause hides no failure").isEqualTo(FieldState.FAILED);
    assertThat(status().control().paused()).isTrue();
    asking(c -> new FieldStore(NAME).start(c, field));
    assertThat(did(c -> CONTROLS.resume(c, "items.v", "cy"))).isTrue();
    assertThat(status().state()).isEqualTo(FieldState.CAPTURING);
    assertThat(did(c -> CONTROLS.resume(c, "items.v", "cy"))).isTrue();
    assertThat(did(c -> CONTROLS.pause(c, "items.w", "cy"))).as("no such field").isFalse();
    assertThat(did(c -> CONTROLS.resume(c, "items.w", "cy"))).as("no such field").isFalse();
    assertThat(events("paused", "resumed")).containsExactly("ann paused {}", "cy resumed {}");
  }

  @Test
  void aPaceHoldsInsteadOfTheConfigurationsUntilItIsTakenBack() {
    assertThat(control()).isEqualTo(FieldControl.NONE);
    pace(OptionalLong.of(500), Duration.ofMillis(5));
    FieldControl slow =
        new FieldControl(false, OptionalLong.of(500), Optional.of(Duration.ofMillis(5)));
    assertThat(control()).isEqualTo(slow).isEqualTo(status().control());
    pace(OptionalLong.of(500), Duration.ofMillis(5));
    assertThat(register("two")).isEqualTo(new FieldRef("items.v", 2));
    field = new FieldRef("items.v", 2);
    assertThat(control()).as("of the next generation").isEqualTo(slow);
    pace(OptionalLong.of(FieldControl.UNLIMITED), null);
    assertThat(control()).isEqualTo(new FieldControl(false, OptionalLong.of(0), Optional.empty()));
    pace(OptionalLong.empty(), null);
    assertThat(control()).isEqualTo(FieldControl.NONE);
    assertThatThrownBy(() -> pace(OptionalLong.of(-1), null)).hasMessageContaining("-1");
    assertThatThrownBy(() -> pace(OptionalLong.empty(), Duration.ZERO))
        .hasMessageContaining("PT0S");
    assertThat(did(c -> CONTROLS.pace(c, "items.w", OptionalLong.of(1), null, "ann")))
        .as("no such field")
        .isFalse();
    assertThat(events("paced"))
        .containsExactly(
            "ann paced {\"maxHoldMicros\": 5000, \"rowsPerSecond\": 500}",
            "ann paced {\"maxHoldMicros\": null, \"rowsPerSecond\": 0}",
            "ann paced {\"maxHoldMicros\": null, \"rowsPerSecond\": null}");
  }

  private void pace(OptionalLong rows, Duration hold) {
    assertThat(did(c -> CONTROLS.pace(c, "items.v", rows, hold, "ann"))).isTrue();
  }

  @Test
  void aRetryIsAskedOfRowsThatHaveValues() {
    db.execute(
        "INSERT INTO controls.quarantine (field, generation, topic, partition, record_offset, key,"
            + " columns, message) VALUES ('items.v', 1, 't', 0, 1, '[\"1\"]', '{\"v\":\"a\"}', 'no'),"
            + " ('items.v', 1, 't', 0, 2, '[\"2\"]', '{\"v\":\"b\"}', 'no'),"
            + " ('items.v', 1, 't', 0, 3, '[\"3\"]', NULL, 'unreadable'),"
            + " ('items.v', 1, 't', 0, 4, NULL, NULL, 'unreadable')");
    assertThat(did(c -> CONTROLS.retry(c, id(2), "ann"))).isTrue();
    assertThat(requested()).containsExactly("2");
    assertThat(did(c -> CONTROLS.retry(c, id(3), "ann"))).as("no values").isFalse();
    assertThat(did(c -> CONTROLS.retry(c, 4711L, "ann"))).as("no such row").isFalse();
    assertThat(retry("items.v")).isEqualTo(2);
    assertThat(requested()).containsExactly("1", "2");
    assertThat(retry("items.w")).isZero();
    assertThat(events("retry_requested"))
        .containsExactly("ann retry_requested {\"rows\": 1}", "ben retry_requested {\"rows\": 2}");
    register("two");
    assertThat(retry("items.v")).as("an old generation's").isZero();
    assertThat(did(c -> CONTROLS.retry(c, id(2), "ben"))).as("an old generation's").isFalse();
  }

  private static int retry(String field) {
    return asked(c -> CONTROLS.retry(c, field, "ben"));
  }

  private static boolean did(Database.Work<Boolean> work) {
    return asked(work);
  }

  private static long id(int offset) {
    return db.queryLong("SELECT id FROM controls.quarantine WHERE record_offset = " + offset);
  }

  private static List<String> requested() {
    return db.queryColumn(
        "SELECT record_offset::text FROM controls.quarantine WHERE retry_requested_at IS NOT NULL"
            + " ORDER BY 1");
  }

  private static List<String> events(String... kinds) {
    return db.queryColumn(
        "SELECT actor || ' ' || kind || ' ' || detail FROM controls.event WHERE kind IN ('"
            + String.join("', '", kinds)
            + "') ORDER BY id");
  }

  private FieldControl control() {
    return asked(CONTROLS::read).get(field);
  }

  private static FieldStatus status() {
    return asked(c -> FieldStatus.all(c, NAME)).get(0);
  }

  private static FieldRef register(String fingerprint) {
    Table table = new Table(new TableName("public", "items"), 1, List.of(), List.of());
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "i", List.of()), List.of());
    FieldDefinition definition =
        new FieldDefinition("items.v", table, List.of(), "SELECT 1", plan, Map.of(), 1);
    return new FieldRef(
        "items.v", asked(c -> new FieldStore(NAME).register(c, definition, "{}", fingerprint, 2)));
  }

  private static <T> T asked(Database.Work<T> work) {
    return database.inTransaction("asking", work);
  }

  private interface Asking {
    void on(java.sql.Connection connection);
  }

  private static void asking(Asking work) {
    asked(
        c -> {
          work.on(c);
          return null;
        });
  }
}
