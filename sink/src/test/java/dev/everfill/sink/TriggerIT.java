package dev.everfill.sink;

import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What triggers of the target make of what is written. */
class TriggerIT {
  private static final String ITEMS =
      "CREATE TABLE items (id bigint PRIMARY KEY, v text, touched int NOT NULL DEFAULT 0,"
          + " CHECK (v <> 'checked')); INSERT INTO items (id) SELECT generate_series(1, 10)";
  private static final String FUNCTION =
      "CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN new; END $$";
  private static final String TRIGGER =
      "CREATE TRIGGER act %s UPDATE ON items FOR EACH ROW EXECUTE FUNCTION act()";

  @Test
  void triggersThatLeaveTheValueAloneFireOncePerWrittenRow() {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(
          ITEMS,
          "CREATE TABLE journal (id bigint)",
          FUNCTION.formatted("new.touched = old.touched + 1;"),
          TRIGGER.formatted("BEFORE"),
          "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " INSERT INTO public.journal VALUES (new.id); RETURN NULL; END $$",
          "CREATE TRIGGER note AFTER UPDATE ON items FOR EACH ROW EXECUTE FUNCTION note()",
          "ALTER TABLE items ENABLE ALWAYS TRIGGER note");
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, row(1, "v", "a"), row(2, "v", null), row(3, "v", "c"), level(7));
      pipeline.start(field);
      WriteIT.awaitLevel(pipeline, field, 7);
      assertThat(pipeline.db.queryText("SELECT string_agg(id || v, ' ' ORDER BY id) FROM items"))
          .isEqualTo("1a 3c");
      assertThat(pipeline.db.queryLong("SELECT sum(touched) FROM items")).isEqualTo(2);
      assertThat(pipeline.db.queryText("SELECT string_agg(id::text, ' ' ORDER BY id) FROM journal"))
          .isEqualTo("1 3");
    }
  }

  @Test
  void aTriggerThatSuppressesARowIsReportedAndNotTriedForEver() {
    refused("IF new.id = 7 THEN RETURN NULL; END IF;", "suppresses the row");
  }

  @Test
  void aTriggerThatRewritesTheValueIsReported() {
    refused("IF new.id = 7 THEN new.v = upper(new.v); END IF;", "makes another value");
  }

  private static void refused(String body, String why) {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(ITEMS, FUNCTION.formatted(body), TRIGGER.formatted("BEFORE"));
      FieldDefinition field = pipeline.field("public", "items", "v");
      for (int id = 1; id <= 10; id++) {
        pipeline.send(field, row(id, "v", "x"));
      }
      pipeline.start(field);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(said(pipeline, field)).contains(why).contains("7"));
      assertThat(pipeline.db.queryText("SELECT v FROM items WHERE id = 7")).isNull();
    }
  }

  /** Where a refused row is told of: with the field, or in quarantine. */
  private static String said(Pipeline pipeline, FieldDefinition field) {
    FieldStatus status = pipeline.status(field);
    return status.message()
        + pipeline.db.queryText(
            "SELECT coalesce(string_agg(q::text, ' '), '') FROM "
                + pipeline.names.pipeline()
                + ".quarantine AS q");
  }
}
