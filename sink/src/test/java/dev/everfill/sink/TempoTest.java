package dev.everfill.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Key;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TempoTest {
  private static final long MILLI = 1_000_000;
  private final Tempo tempo = new Tempo(Duration.ofMillis(20), new SplittableRandom(1));

  private static List<Settled> rows(int count, Outcome outcome) {
    Pending row = Pending.again(Key.of("1"), Map.of(), 0);
    return Collections.nCopies(count, new Settled(row, outcome));
  }

  @Test
  void rowsThatStayHeldAreAskedForAgainWithinFourTenthsOfASecond() {
    long now = 0;
    for (int tries = 0; tries < 50; tries++) {
      tempo.wrote(rows(10, Outcome.DEFERRED), MILLI, now);
      assertThat(tempo.heldWait(now)).isBetween(10 * MILLI, 400 * MILLI);
      now += tempo.heldWait(now);
    }
    assertThat(tempo.heldWait(now - 199 * MILLI)).as("not without a pause").isPositive();
  }

  @Test
  void aSlowCommitOnlyMakesBatchesSmaller() {
    int first = tempo.rows();
    tempo.wrote(rows(first, Outcome.CHANGED), 30 * MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(first / 2);
    for (int batch = 0; batch < 20; batch++) {
      tempo.wrote(rows(tempo.rows(), Outcome.CHANGED), 300 * MILLI, 0);
    }
    assertThat(tempo.rows()).isEqualTo(1);
    assertThat(tempo.failedWait(0)).as("it is no failure").isZero();
    tempo.wrote(rows(1, Outcome.CHANGED), MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(2);
  }

  @Test
  void batchesHoldForLessWhileSomebodyElseIsAtWorkOnTheRows() {
    for (int batch = 0; batch < 10; batch++) {
      tempo.wrote(rows(tempo.rows(), Outcome.CHANGED), 3 * MILLI, 0);
    }
    int alone = tempo.rows();
    tempo.wrote(rows(1, Outcome.DEFERRED), MILLI, 0);
    int beside = alone * 4 / 10;
    assertThat(tempo.rows()).isEqualTo(beside);

    tempo.wrote(rows(beside, Outcome.CHANGED), 3 * MILLI, 9_000 * MILLI);
    assertThat(tempo.rows()).as("met 9 s ago").isEqualTo(beside);
    tempo.wrote(rows(beside, Outcome.CHANGED), 3 * MILLI, 10_000 * MILLI);
    tempo.wrote(rows(beside, Outcome.CHANGED), 3 * MILLI, 10_000 * MILLI);
    assertThat(tempo.rows()).as("met 10 s ago").isGreaterThan(beside);
  }

  @Test
  void anotherBoundHoldsFromTheNextBatchOn() {
    int first = tempo.rows();
    tempo.maxHold(Duration.ofMillis(5));
    assertThat(tempo.rows()).isEqualTo(first);
    tempo.wrote(rows(first, Outcome.CHANGED), 10 * MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(first / 2);
  }

  @Test
  void afterAFailureItWaitsLongerEachTimeAndASuccessEndsThat() {
    tempo.failed(0);
    assertThat(tempo.failedWait(0)).isBetween(50 * MILLI, 100 * MILLI);
    tempo.failed(0);
    tempo.failed(0);
    assertThat(tempo.failedWait(0)).isBetween(200 * MILLI, 400 * MILLI);
    tempo.wrote(List.of(), 0, 0);
    assertThat(tempo.failedWait(0)).isZero();
  }
}
