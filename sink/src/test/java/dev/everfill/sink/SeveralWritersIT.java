package dev.everfill.sink;

import static dev.everfill.sink.Events.expect;
import static dev.everfill.sink.Events.level;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.postgres.Failpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers that share a group: the frozen one is fenced, whoever comes or goes loses nothing. */
class SeveralWritersIT {
  private static final int PARTITIONS = 4;

  /** Stands still at a place until it is let go, once. */
  private static final class Freeze implements Failpoints {
    private final String place;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);

    Freeze(String place) {
      this.place = place;
    }

    @Override
    public void reached(String here) {
      if (here.equals(place) && reached.getCount() > 0) {
        reached.countDown();
        try {
          thawed.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /**
   * Frozen with rows chosen, or with rows written and locked: the group gives its partitions to the
   * other one, PostgreSQL ends its transaction, and what it wanted to write comes too late.
   */
  @ParameterizedTest
  @ValueSource(strings = {Failpoints.BEFORE_BATCH, Failpoints.BEFORE_COMMIT})
  void aWriterThatWasFrozenAndThawsTurnsNoRowBack(String place) throws Exception {
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18().database(), 1)) {
      pipeline.db.execute(Audited.TABLE);
      FieldDefinition field = pipeline.field("public", "items", "v");
      pipeline.send(field, 0, List.of(expect(200)));
      pipeline.send(field, 0, Audited.versions(1, 1, 200));
      Freeze freeze = new Freeze(place);
      Write frozen = pipeline.start(impatient(pipeline, field, freeze));
      freeze.reached.await();
      pipeline.send(field, 0, Audited.versions(2, 1, 200));
      pipeline.send(field, 0, List.of(level(7)));
      try {
        pipeline.start(field);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> pipeline.progress(field, 0).level() == 7);
      } finally {
        freeze.thawed.countDown();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> frozen.fenced() + (frozen.status().waitingFor() == null ? 0 : 1) > 0);
      pipeline.send(field, 0, Audited.versions(3, 1, 200));
      pipeline.send(field, 0, List.of(level(8)));
      await().atMost(Duration.ofSeconds(30)).until(() -> pipeline.progress(field, 0).level() == 8);
      assertRight(pipeline, 3);
    }
  }

  /** Leaves the group soon when it does not ask for records. */
  private static Write impatient(Pipeline pipeline, FieldDefinition field, Failpoints failpoints) {
    WriteSettings usual = pipeline.writeSettings(field);
    KafkaSettings kafka =
        new KafkaSettings(
            usual.kafka().bootstrapServers(),
            usual.kafka().partitions(),
            (short) 1,
            Map.of("max.poll.interval.ms", "2000"));
    WriteSettings settings =
        new WriteSettings(usual.names(), usual.target(), kafka, usual.fields());
    return new Write(
        settings,
        Write.connections(settings, Reservations.unbounded()),
        Limits.defaults(),
        System::nanoTime,
        failpoints);
  }

  @Test
  void whoeverComesOrGoesNothingIsLostOrTurnedBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Pipeline pipeline = new Pipeline(TestPostgres.v18().database(), PARTITIONS)) {
      pipeline.db.execute(Audited.TABLE);
      FieldDefinition field = pipeline.field("public", "items", "v");
      send(pipeline, field, 1);
      List<Write> writers = new ArrayList<>(List.of(pipeline.start(field)));
      int came = 0;
      int went = 0;
      for (int version = 2; version <= 13; version++) {
        send(pipeline, field, version);
        boolean comes = writers.size() == 1 || writers.size() < 3 && random.nextBoolean();
        if (comes) {
          writers.add(pipeline.start(field));
          came++;
        } else {
          writers.remove(random.nextInt(writers.size())).close();
          went++;
        }
        int seen = version - 1;
        await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.status(field).level() >= seen);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> assertThat(pipeline.status(field).level()).as("seed " + seed).isEqualTo(13));
      assertThat(List.of(came, went)).as("seed " + seed).allMatch(times -> times > 0);
      assertRight(pipeline, 13);
      assertThat(pipeline.status(field).rowsDone()).isEqualTo(200);
      assertThat(pipeline.ready(field)).isTrue();
    }
  }

  private static void send(Pipeline pipeline, FieldDefinition field, int version) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      if (version == 1) {
        pipeline.send(field, partition, List.of(expect(50)));
      }
      int from = partition * 50 + 1;
      pipeline.send(field, partition, Audited.versions(version, from, from + 49));
      pipeline.send(field, partition, List.of(level(version)));
    }
  }

  private static void assertRight(Pipeline pipeline, int version) {
    assertThat(pipeline.db.queryLong("SELECT count(*) FROM items WHERE v = " + version))
        .isEqualTo(200);
    assertThat(pipeline.db.queryLong(Audited.NOT_FORWARD)).as("not forward").isZero();
  }
}
