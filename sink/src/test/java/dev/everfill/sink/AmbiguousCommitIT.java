package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static dev.everfill.sink.Events.row;
import static dev.everfill.sink.WriteIT.awaitLevel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.event.Event;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.postgres.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** COMMIT whose answer never comes: done or not, only the progress row can tell. */
class AmbiguousCommitIT {
  private static final int CUTS = 2;

  @Test
  void theProgressRowDecidesOnBothSidesOfCommit() {
    long seed = System.nanoTime();
    Cuts cuts = new Cuts(new Random(seed));
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18())) {
      pipeline.db.execute(Audited.TABLE);
      FieldDefinition field = pipeline.field("public", "items", "v");
      WriteSettings settings = pipeline.writeSettings(field);
      Connections real = Write.connections(settings, Reservations.unbounded());
      pipeline.start(
          new Write(settings, () -> cuts.cut(real.open()), Limits.defaults(), System::nanoTime));
      List<Event> events = new ArrayList<>(List.of(expect(200)));
      events.addAll(Audited.versions(1, 1, 200));
      for (int version = 2; version <= 20; version++) {
        events.add(row(7, "v", version % 2 == 0 ? "666" : String.valueOf(version)));
        events.add(level(version));
      }
      pipeline.send(field, 0, events);
      awaitLevel(pipeline, field, 20);
      pipeline.send(field, 0, List.of(row(8, "v", "666"), row(9, "v", "666"), level(21)));
      awaitLevel(pipeline, field, 21);
      for (int version = 22; cuts.missing() && version < 200; version++) {
        pipeline.send(field, 0, List.of(row(9, "v", String.valueOf(version)), level(version)));
        awaitLevel(pipeline, field, version);
        pipeline.send(field, 0, List.of(row(9, "v", "666"), level(version)));
      }
      pipeline.send(field, 0, List.of(row(9, "v", "666"), level(300)));
      awaitLevel(pipeline, field, 300);

      assertThat(cuts.missing()).as("commits lost on either side, seed " + seed).isFalse();
      assertThat(pipeline.db.queryLong(Audited.NOT_FORWARD)).as("seed " + seed).isZero();
      assertThat(
              pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = 1 AND id NOT IN (7, 9)"))
          .isEqualTo(198);
      assertThat(
              pipeline.db.queryColumn(
                  "SELECT key ->> 0 FROM " + pipeline.names.pipeline() + ".quarantine ORDER BY 1"))
          .as("seed " + seed)
          .containsExactly("7", "8", "9");
      assertThat(pipeline.progress(field, 0).quarantinedRows()).isEqualTo(3);
      assertThat(pipeline.progress(field, 0).settledRows()).isEqualTo(200);
      assertThat(pipeline.progress(field, 0).changedRows())
          .isEqualTo(pipeline.db.queryLong("SELECT count(*) FROM audit"));
    }
  }

  /** Some commits lose their answer: some of these are done before, some never arrive. */
  private static final class Cuts {
    private final Random random;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger undone = new AtomicInteger();

    Cuts(Random random) {
      this.random = random;
    }

    boolean missing() {
      return done.get() < CUTS || undone.get() < CUTS;
    }

    Connection cut(Connection real) {
      return CommitTap.on(real, this::commit);
    }

    private void commit(Connection real, CommitTap.Commit commit) throws SQLException {
      boolean arrives = done.get() < CUTS && (random.nextBoolean() || undone.get() >= CUTS);
      boolean loses = random.nextInt(3) == 0 && (arrives || undone.get() < CUTS);
      if (!loses || arrives) {
        commit.send();
      }
      if (loses) {
        (arrives ? done : undone).incrementAndGet();
        real.close();
        throw new SQLException("the answer to COMMIT is lost", "08006");
      }
    }
  }
}
