package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** An application transaction that holds some rows for long, and the write stage beside it. */
class HeldRowsIT {
  private static final int ROWS = 10_000;
  private static final String HELD = "id % 100 = 7";

  @Test
  void aHundredHeldRowsOfTenThousandDelayNoneButThemselves() throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(
          "CREATE TABLE items (id int PRIMARY KEY, mine int DEFAULT 0, v text);"
              + " INSERT INTO items (id) SELECT generate_series(1, "
              + ROWS
              + ")");
      FieldDefinition field = pipeline.field("public", "items", "v");
      try (var holder = pipeline.db.connect();
          var statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        statement.execute("UPDATE items SET mine = mine + 1 WHERE " + HELD);
        pipeline.send(field, 0, List.of(expect(ROWS)));
        pipeline.send(field, 0, values("first"));
        pipeline.send(field, level(3));
        // A bound that even a crowded machine keeps: what is asked here is who waits for whom.
        PaceSettings pace = new PaceSettings(Duration.ofSeconds(2), OptionalLong.empty());
        pipeline.start(new Write(pipeline.writeSettings(pace, field), Reservations.unbounded()));
        awaitWritten(pipeline, "first", ROWS - 100);
        // While they are held, all rows get newer values: of the held ones only these may show.
        pipeline.send(field, 0, values("newest"));
        awaitWritten(pipeline, "newest", ROWS - 100);
        assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v IS NULL AND " + HELD))
            .isEqualTo(100);
        assertThat(pipeline.progress(field, 0).level()).as("not before all rows").isZero();
        assertThat(waiters(pipeline)).as("it stands in no queue").isZero();
        holder.commit();
      }
      awaitLevel(pipeline, field, 3);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = 'newest'"))
          .isEqualTo(ROWS);
      assertThat(pipeline.db.queryLong("SELECT sum(mine) FROM items")).isEqualTo(100);
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(ROWS);
    }
  }

  private static List<Event> values(String value) {
    List<Event> events = new ArrayList<>();
    for (int id = 1; id <= ROWS; id++) {
      events.add(row(id, "v", value));
    }
    return events;
  }

  private static void awaitWritten(Pipeline pipeline, String value, long rows) {
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () ->
                assertThat(
                        pipeline.db.queryLong(
                            "SELECT count(*) FROM items WHERE v = '" + value + "'"))
                    .as(() -> "slowed down by " + reasons(pipeline))
                    .isEqualTo(rows));
  }

  private static List<List<String>> reasons(Pipeline pipeline) {
    return pipeline.db.query(
        "SELECT utilization::text, reasons::text FROM " + pipeline.names.pipeline() + ".throttle");
  }

  private static long waiters(Pipeline pipeline) {
    return pipeline.db.queryLong(
        "SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) WHERE NOT l.granted"
            + " AND a.application_name = '"
            + pipeline.names.pipeline()
            + " write'");
  }
}
