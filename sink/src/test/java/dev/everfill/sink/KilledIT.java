package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.embedded.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that ends like a kill around its COMMIT: the next one writes what is missing, once. */
class KilledIT {
  private static final int KILLED = 137;

  /**
   * Of 200 rows in batches that begin with 100, one of them refused; what is committed first is how
   * many there are.
   */
  @ParameterizedTest
  @CsvSource({"before-commit:halt:3, 100", "after-commit:halt:2, 100"})
  void nothingIsLostAndNothingWrittenTwice(String failpoint, long written) throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(Audited.TABLE);
      FieldDefinition field = pipeline.field("public", "items", "v");
      List<Event> events = new ArrayList<>(List.of(expect(200)));
      events.addAll(Audited.versions(1, 1, 149));
      events.add(row(150, "v", "666"));
      events.addAll(Audited.versions(1, 151, 200));
      events.add(level(5));
      pipeline.send(field, 0, events);

      Process child = SinkChild.start(pipeline, failpoint);
      try {
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("killed at " + failpoint).isTrue();
      } finally {
        child.destroyForcibly();
      }
      assertThat(child.exitValue()).isEqualTo(KILLED);
      assertThat(pipeline.db.queryLong("SELECT count(v) FROM items")).isEqualTo(written);
      pipeline.start(field);
      awaitLevel(pipeline, field, 5);

      assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = 1")).isEqualTo(199);
      assertThat(pipeline.db.queryLong("SELECT count(*) FROM audit")).isEqualTo(199);
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(200);
      assertThat(pipeline.progress(field, 0).changedRows()).isEqualTo(199);
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(1);
      assertThat(
              pipeline.db.queryColumn(
                  "SELECT key::text FROM " + pipeline.names.pipeline() + ".quarantine"))
          .containsExactly("[\"150\"]");
    }
  }
}
