package dev.everfill.base.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The control schema on each supported server, and what it answers. */
class ControlSchemaIT {
  private static final String NAME = "ever_fill2";

  static Stream<TestPostgres> servers() {
    List<TestPostgres> servers = new ArrayList<>(List.of(TestPostgres.v18(), TestPostgres.v17()));
    TestPostgres.v15().ifPresent(servers::add);
    return servers.stream();
  }

  private static Database open(TestDatabase db, String user, String password) {
    return new Database(
        new PostgresSettings(db.url(), user, password),
        new PoolSettings(2, Duration.ofSeconds(10), Duration.ofSeconds(5)),
        "control-test");
  }

  private static FieldDefinition field(String name) {
    Table table = new Table(new TableName("public", "items"), 1, List.of(), List.of());
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "i", List.of()), List.of());
    return new FieldDefinition(name, table, List.of(), "SELECT 1", plan, Map.of(), 1);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void isCreatedOnceAndDroppedWhole(TestPostgres server) {
    TestDatabase db = server.database();
    try (Database database = open(db, db.user(), db.password())) {
      ControlSchema schema = new ControlSchema(database, NAME);
      assertThat(schema.exists()).isFalse();
      schema.drop();
      schema.migrate();
      schema.migrate();
      assertThat(schema.exists()).isTrue();
      int version = database.inTransaction("asking", c -> ControlSchema.version(c, NAME));
      assertThat(version).isEqualTo(ControlSchema.NEWEST);
      assertThat(
              db.queryColumn(
                  "SELECT c.relname FROM pg_class AS c WHERE relnamespace = 'ever_fill2'::regnamespace"
                      + " AND relkind IN ('r', 'v') ORDER BY 1"))
          .contains("event", "field", "migration", "progress", "quarantine", "status");
      assertThat(
              db.queryColumn(
                  "SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON"
                      + " attrelid = c.oid WHERE relnamespace = 'ever_fill2'::regnamespace AND relkind"
                      + " IN ('r', 'v') AND relname <> 'migration' AND attnum > 0 AND"
                      + " col_description(c.oid, attnum) IS NULL"))
          .as("columns without a comment")
          .isEmpty();
      db.execute("SELECT pg_replication_origin_create('ever_fill2')");
      schema.drop();
      assertThat(schema.exists()).isFalse();
      assertThat(
              db.queryLong(
                  "SELECT count(*) FROM pg_replication_origin WHERE roname = 'ever_fill2'"))
          .isZero();
      assertThat(db.queryLong("SELECT count(*) FROM pg_namespace WHERE nspname = 'ever_fill2'"))
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aLevelRequestIsAnsweredByItsMessage(TestPostgres server) {
    TestDatabase db = server.database();
    String slot = "s_" + db.name();
    db.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'test_decoding')");
    try (Database database = open(db, db.user(), db.password())) {
      db.execute("CREATE TABLE before (id int)", "INSERT INTO before VALUES (1)");
      long level = database.inTransaction("emitting", c -> LevelRequest.emit(c, NAME));
      long message =
          db.queryLong(
              "SELECT lsn - '0/0' FROM pg_logical_slot_get_changes('"
                  + slot
                  + "', NULL, NULL)"
                  + " WHERE data LIKE '%prefix: "
                  + NAME
                  + "%content:level'");
      assertThat(message).isGreaterThanOrEqualTo(level);
      assertThat(db.queryLong("SELECT pg_current_wal_flush_lsn() - '0/0'"))
          .isGreaterThanOrEqualTo(message);
    } finally {
      db.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    }
  }

  @Test
  void anEmptySchemaOfAnAdministratorWillDo() {
    TestDatabase db = TestPostgres.v18().database();
    String owner = role(db, "owner");
    db.execute(
        "REVOKE ALL ON DATABASE " + db.name() + " FROM PUBLIC",
        "GRANT CONNECT ON DATABASE " + db.name() + " TO " + owner);
    try (Database database = open(db, owner, "secret")) {
      ControlSchema schema = new ControlSchema(database, NAME);
      assertThatThrownBy(schema::migrate)
          .isInstanceOfSatisfying(
              EverfillException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.PERMISSION_DENIED))
          .hasMessageContaining("CREATE SCHEMA \"ever_fill2\" AUTHORIZATION");
      db.execute(GrantStatements.owner(NAME, owner));
      assertThat(schema.exists()).isFalse();
      schema.migrate();
      assertThat(schema.exists()).isTrue();
    }
  }

  @Test
  void aSchemaWithOtherThingsIsRefused() {
    TestDatabase db = TestPostgres.v18().database();
    db.execute("CREATE SCHEMA ever_fill2; CREATE TABLE ever_fill2.mine (id int)");
    try (Database database = open(db, db.user(), db.password())) {
      assertThatThrownBy(() -> new ControlSchema(database, NAME).migrate())
          .isInstanceOfSatisfying(
              EverfillException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.CONFIGURATION_INVALID));
      assertThat(new ControlSchema(database, NAME).exists()).isFalse();
    }
  }

  @Test
  void aReaderSeesReadyAndStatusAndNothingElse() {
    TestDatabase db = TestPostgres.v18().database();
    String reader = role(db, "reader");
    try (Database database = open(db, db.user(), db.password());
        Database reading = open(db, reader, "secret")) {
      new ControlSchema(database, NAME).migrate();
      assertThatThrownBy(() -> ready(reading, "items.v")).isInstanceOf(EverfillException.class);
      GrantStatements.reader(NAME, reader).forEach(db::execute);
      assertThat(ready(reading, "items.v")).isFalse();
      assertThat(reading.<List<FieldStatus>>inTransaction("reading", c -> FieldStatus.all(c, NAME)))
          .isEmpty();
      assertThatThrownBy(() -> reading.inTransaction("reading", c -> new FieldStore(NAME).all(c)))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void readyAndStatusFollowLevelsAndStates() {
    TestDatabase db = TestPostgres.v18().database();
    try (Database database = open(db, db.user(), db.password())) {
      new ControlSchema(database, NAME).migrate();
      FieldStore fields = new FieldStore(NAME);
      FieldRef ref = registered(database, fields);
      assertThat(ready(database, "nobody")).isFalse();
      assertStatus(database, ref, FieldState.PENDING, false, null, "0.0");
      database.inTransaction("start", c -> run(() -> fields.start(c, ref)));
      database.inTransaction("total", c -> run(() -> fields.total(c, ref, 4)));
      assertStatus(database, ref, FieldState.CAPTURING, false, 4L, "0.0");
      advance(database, 0, 0, 3L, 2);
      database.inTransaction("start", c -> run(() -> fields.start(c, ref)));
      assertStatus(database, ref, FieldState.BACKFILLING, false, 4L, "0.0");
      advance(database, 1, 0, 3L, 2);
      assertStatus(database, ref, FieldState.BACKFILLING, false, 6L, "66.6");
      advance(database, 0, 7, 3L, 3);
      assertThat(database.<Boolean>inTransaction("live", c -> fields.liveIfComplete(c, ref)))
          .isFalse();
      assertStatus(database, ref, FieldState.BACKFILLING, false, 6L, "83.3");
      advance(database, 1, 5, 3L, 3);
      assertThat(ready(database, "items.v")).as("by level, whatever the state's word").isTrue();
      assertThat(database.<Boolean>inTransaction("live", c -> fields.liveIfComplete(c, ref)))
          .isTrue();
      assertThat(database.<Boolean>inTransaction("live", c -> fields.liveIfComplete(c, ref)))
          .isFalse();
      assertStatus(database, ref, FieldState.LIVE, true, 6L, "100");
      assertThat(
              database.<OptionalLong>inTransaction(
                  "level", c -> new ProgressStore(NAME).minLevel(c, ref)))
          .hasValue(5);
      set(database, fields, ref, FieldState.INTERRUPTED);
      assertStatus(database, ref, FieldState.INTERRUPTED, true, 6L, "100");
      database.inTransaction("start", c -> run(() -> fields.start(c, ref)));
      assertStatus(database, ref, FieldState.LIVE, true, 6L, "100");
      set(database, fields, ref, FieldState.PAUSED);
      database.inTransaction("start", c -> run(() -> fields.start(c, ref)));
      assertStatus(database, ref, FieldState.PAUSED, true, 6L, "100");
      set(database, fields, ref, FieldState.FAILED);
      assertStatus(database, ref, FieldState.FAILED, false, 6L, "100");
    }
  }

  @Test
  void anotherFingerprintIsAnotherGeneration() {
    TestDatabase db = TestPostgres.v18().database();
    try (Database database = open(db, db.user(), db.password())) {
      new ControlSchema(database, NAME).migrate();
      FieldStore fields = new FieldStore(NAME);
      assertThat(register(database, fields, "one")).isEqualTo(1);
      assertThat(register(database, fields, "one")).isEqualTo(1);
      assertThat(register(database, fields, "two")).isEqualTo(2);
      assertThat(register(database, fields, "one")).isEqualTo(3);
      List<FieldRow> all = database.inTransaction("reading", fields::all);
      assertThat(all).hasSize(1);
      assertThat(all.get(0).field()).isEqualTo(new FieldRef("items.v", 3));
      assertThat(all.get(0).definition()).isEqualTo("{\"a\": 1}");
      database.inTransaction(
          "verified", c -> run(() -> fields.verified(c, all.get(0).field(), 10, 2, "ann", "{}")));
      FieldStatus status = database.inTransaction("reading", c -> FieldStatus.all(c, NAME)).get(0);
      assertThat(status.verifiedRows()).isEqualTo(10);
      assertThat(status.mismatches()).isEqualTo(2);
      assertThat(db.queryColumn("SELECT kind FROM ever_fill2.event ORDER BY id"))
          .containsExactly("registered", "registered", "registered", "verified");
    }
  }

  @Test
  void aStaleEpochOrOffsetAdvancesNothing() {
    TestDatabase db = TestPostgres.v18().database();
    try (Database database = open(db, db.user(), db.password())) {
      new ControlSchema(database, NAME).migrate();
      registered(database, new FieldStore(NAME));
      ProgressStore store = new ProgressStore(NAME);
      Progress mine = database.inTransaction("claim", c -> store.claim(c, "t", List.of(0))).get(0);
      Progress ours = new Progress("t", 0, 0, 5, 5, 0, null, 0, 0, 0);
      Progress stale = new Progress("t", 0, mine.ownerEpoch() - 1, 0, 0, 0, null, 0, 0, 0);
      assertThat(advance(database, store, stale, ours)).as("stale epoch").isFalse();
      assertThat(advance(database, store, mine, ours)).isTrue();
      assertThat(advance(database, store, mine, ours)).as("replayed offset").isFalse();
    }
  }

  private static boolean advance(
      Database database, ProgressStore store, Progress from, Progress to) {
    try {
      return database.inTransaction(
          "advance",
          c -> {
            store.advance(c, List.of(new Advance(from, to)), false);
            return true;
          });
    } catch (EverfillException refused) {
      assertThat(SqlStates.of(refused)).isEqualTo(AdvanceSql.FENCED);
      return false;
    }
  }

  private static FieldRef registered(Database database, FieldStore fields) {
    FieldRef ref = new FieldRef("items.v", register(database, fields, "one"));
    ProgressStore store = new ProgressStore(NAME);
    database.inTransaction("prepare", c -> run(() -> store.prepare(c, ref, "t", "id", 2)));
    database.inTransaction("prepare", c -> run(() -> store.prepare(c, ref, "t", "id", 2)));
    return ref;
  }

  private static int register(Database database, FieldStore fields, String fingerprint) {
    return database.inTransaction(
        "registering", c -> fields.register(c, field("items.v"), "{\"a\":1}", fingerprint, 2));
  }

  private static void advance(
      Database database, int partition, long level, Long expected, long settled) {
    ProgressStore store = new ProgressStore(NAME);
    Progress at = database.inTransaction("reading", c -> store.read(c, "t")).get(partition);
    Progress to =
        new Progress(
            "t",
            partition,
            0,
            at.nextOffset() + 1,
            at.nextOffset() + 1,
            level,
            expected,
            settled,
            settled,
            settled);
    assertThat(advance(database, store, at, to)).isTrue();
  }

  private static void set(Database database, FieldStore fields, FieldRef ref, FieldState state) {
    database.inTransaction("state", c -> run(() -> fields.state(c, ref, state, "why", "because")));
  }

  private static void assertStatus(
      Database database, FieldRef ref, FieldState state, boolean live, Long total, String percent) {
    FieldStatus status = database.inTransaction("reading", c -> FieldStatus.all(c, NAME)).get(0);
    assertThat(status.field()).isEqualTo(ref);
    assertThat(status.state()).isEqualTo(state);
    assertThat(status.live()).isEqualTo(live).isEqualTo(ready(database, ref.name()));
    assertThat(status.rowsTotal()).isEqualTo(total);
    assertThat(status.percent()).isEqualByComparingTo(percent);
  }

  private static boolean ready(Database database, String name) {
    return database.inTransaction("asking", c -> FieldStatus.ready(c, NAME, name));
  }

  private static String role(TestDatabase db, String prefix) {
    String role = prefix + "_" + db.name();
    db.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
    return role;
  }

  private static Object run(Runnable work) {
    work.run();
    return null;
  }
}
