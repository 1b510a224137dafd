package dev.everfill.sink;

import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.GrantStatements;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The least that a writing role needs, on each supported server, and what its writes look like. */
class RolesIT {
  static Stream<TestPostgres> servers() {
    List<TestPostgres> servers = new ArrayList<>(List.of(TestPostgres.v18(), TestPostgres.v17()));
    TestPostgres.v15().ifPresent(servers::add);
    return servers.stream();
  }

  private static final String TABLE =
      "CREATE TABLE items (id bigint PRIMARY KEY, secret text, v text);"
          + " INSERT INTO items VALUES (1, 's'), (2, 's')";

  private static Pipeline pipeline(TestDatabase db, String name, String role) {
    db.execute(
        TABLE,
        "CREATE ROLE " + role + " LOGIN NOINHERIT PASSWORD 'secret'",
        "GRANT SELECT (id, v), UPDATE (v) ON items TO " + role,
        GrantStatements.owner(name, role));
    return new Pipeline(db, 1, name, role, "secret");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void columnGrantsAndAnOriginAreEnough(TestPostgres server) {
    TestDatabase db = server.database();
    String name = Pipeline.uniqueName();
    String role = "sink_" + db.name();
    String slot = "slot_" + db.name();
    try (Pipeline pipeline = pipeline(db, name, role)) {
      db.execute(
          "GRANT EXECUTE ON FUNCTION pg_replication_origin_session_setup(text),"
              + " pg_replication_origin_session_reset(), pg_replication_origin_session_is_setup(),"
              + " pg_replication_origin_oid(text) TO "
              + role,
          "SELECT pg_replication_origin_create('" + name + "')",
          "SELECT pg_create_logical_replication_slot('" + slot + "', 'test_decoding')");
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, row(1, "v", "a"), row(2, "v", "b"), level(3));
      pipeline.start(field);
      awaitLevel(pipeline, field, 3);
      assertThat(db.queryText("SELECT string_agg(v || secret, ',' ORDER BY id) FROM items"))
          .isEqualTo("as,bs");
      assertThat(updates(db, slot, "'only-local', '1'")).as("marked with the origin").isZero();
      assertThat(updates(db, slot, "'only-local', '0'")).isEqualTo(2);
    } finally {
      db.execute(
          "SELECT pg_drop_replication_slot('" + slot + "')",
          "SELECT pg_replication_origin_drop('" + name + "')");
    }
  }

  private static long updates(TestDatabase db, String slot, String options) {
    return db.queryLong(
        "SELECT count(*) FROM pg_logical_slot_peek_changes('"
            + slot
            + "', NULL, NULL, "
            + options
            + ") WHERE data LIKE 'table public.items: UPDATE%'");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void withoutAnOriginItWritesAllTheSameAndWithoutAGrantItFails(TestPostgres server) {
    TestDatabase db = server.database();
    String role = "sink_" + db.name();
    try (Pipeline pipeline = pipeline(db, Pipeline.uniqueName(), role)) {
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, row(1, "v", "a"), level(3));
      Write write = pipeline.start(field);
      awaitLevel(pipeline, field, 3);
      assertThat(db.queryText("SELECT v FROM items WHERE id = 1")).isEqualTo("a");

      db.execute("REVOKE UPDATE (v) ON items FROM " + role);
      pipeline.send(field, row(1, "v", "b"));
      await()
          .untilAsserted(
              () -> assertThat(pipeline.status(field).reason()).isEqualTo("permission_denied"));
      assertThat(write.status().failure().message()).contains("items.v").contains("grant");
    }
  }
}
