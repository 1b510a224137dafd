package dev.everfill.sink;

import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.FieldState;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passes by itself is waited for: it never makes a bad row, nor a failed field. */
class OutageIT {
  private static final String FAILING =
      """
      CREATE TABLE fault (state text);
      CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE found text := (SELECT state FROM public.fault);
        BEGIN
          IF found IS NOT NULL AND NEW.id = 77 THEN
            RAISE EXCEPTION 'as it happens' USING ERRCODE = found;
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER failing BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION failing();
      """;

  @Test
  void whatMayPassIsTriedUntilItHasPassed() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(Audited.TABLE, FAILING);
      FieldDefinition field = pipeline.field("public", "items", "v");
      Write write = pipeline.start(field);
      List<String> states =
          List.of("40P01", "40001", "55P03", "57014", "53100", "53200", "08006", "57P01", "25P03");
      for (int version = 1; version <= states.size(); version++) {
        pipeline.db.execute("INSERT INTO fault VALUES ('" + states.get(version - 1) + "')");
        pipeline.send(field, 0, Audited.versions(version, 1, 100));
        pipeline.send(field, level(version));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> String.valueOf(write.status().waitingFor()).contains("as it happens"));
        pipeline.db.execute("TRUNCATE fault");
        awaitLevel(pipeline, field, version);
        assertThat(write.status().waitingFor()).as("told until it has passed").isNull();
      }
      assertUntouchedByIt(pipeline, field);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = " + states.size()))
          .isEqualTo(100);
    }
  }

  private static void assertUntouchedByIt(Pipeline pipeline, FieldDefinition field) {
    assertThat(
            pipeline.db.queryLong(
                "SELECT count(*) FROM " + pipeline.names.pipeline() + ".quarantine"))
        .isZero();
    assertThat(pipeline.status(field).state()).isEqualTo(FieldState.LIVE);
    assertThat(pipeline.db.queryLong(Audited.NOT_FORWARD)).isZero();
  }

  /** Somebody alters the table for long, others want to read it: nobody stands behind the sink. */
  @Test
  void anExclusiveTableLockIsNotQueuedFor() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(Audited.TABLE);
      FieldDefinition field = pipeline.field("public", "items", "v");
      Write write = pipeline.start(field);
      pipeline.send(field, 0, Audited.versions(1, 1, 200));
      pipeline.send(field, level(1));
      awaitLevel(pipeline, field, 1);
      try (var holder = pipeline.db.connect();
          var statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        statement.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
        pipeline.send(field, 0, Audited.versions(2, 1, 200));
        pipeline.send(field, level(2));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> String.valueOf(write.status().waitingFor()).contains("lock timeout"));
        holder.rollback();
      }
      awaitLevel(pipeline, field, 2);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = 2")).isEqualTo(200);
      assertUntouchedByIt(pipeline, field);
    }
  }
}
