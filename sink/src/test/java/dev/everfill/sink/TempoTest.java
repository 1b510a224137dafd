package dev.everfill.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Key;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import dev.everfill.sink.postgres.Target;
import dev.everfill.sink.postgres.Written;
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

  private void wrote(List<Settled> rows, long held, long now) {
    tempo.wrote(List.of(new Written(rows, held, null)), now);
  }

  @Test
  void rowsThatStayHeldAreAskedForAgainWithinFourTenthsOfASecond() {
    long now = 0;
    for (int tries = 0; tries < 50; tries++) {
      wrote(rows(10, Outcome.DEFERRED), MILLI, now);
      assertThat(tempo.heldWait(now)).isBetween(10 * MILLI, 400 * MILLI);
      now += tempo.heldWait(now);
    }
    assertThat(tempo.heldWait(now - 199 * MILLI)).as("not without a pause").isPositive();
  }

  @Test
  void aSlowCommitOnlyMakesBatchesSmaller() {
    int first = tempo.rows();
    wrote(rows(first, Outcome.CHANGED), 30 * MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(first / 2);
    for (int batch = 0; batch < 20; batch++) {
      wrote(rows(tempo.rows(), Outcome.CHANGED), 300 * MILLI, 0);
    }
    assertThat(tempo.rows()).isEqualTo(1);
    assertThat(tempo.failedWait(0)).as("it is no failure").isZero();
    wrote(rows(1, Outcome.CHANGED), MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(2);
  }

  @Test
  void anotherBoundHoldsFromTheNextBatchOn() {
    int first = tempo.rows();
    tempo.maxHold(Duration.ofMillis(5));
    assertThat(tempo.rows()).isEqualTo(first);
    wrote(rows(first, Outcome.CHANGED), 10 * MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(first / 2);
  }

  @Test
  void afterAFailureItWaitsLongerEachTimeAndASuccessEndsThat() {
    tempo.failed(0);
    assertThat(tempo.failedWait(0)).isBetween(50 * MILLI, 100 * MILLI);
    tempo.failed(0);
    tempo.failed(0);
    assertThat(tempo.failedWait(0)).isBetween(200 * MILLI, 400 * MILLI);
    wrote(List.of(), 0, 0);
    assertThat(tempo.failedWait(0)).isZero();
  }

  @Test
  void ofBatchesThatWereSentTogetherTheSlowestCounts() {
    int first = tempo.rows();
    List<Settled> rows = rows(first, Outcome.CHANGED);
    tempo.wrote(
        List.of(
            new Written(rows, MILLI, null),
            new Written(rows, 30 * MILLI, null),
            new Written(rows, MILLI, null)),
        0);
    assertThat(tempo.rows()).isEqualTo(first / 2);
    assertThat(tempo.lastHold()).isEqualTo(Duration.ofMillis(30));
  }

  @Test
  void batchesHoldForLessAndGoOneByOneBesideOthers() {
    for (int batch = 0; batch < 10; batch++) {
      wrote(rows(tempo.rows(), Outcome.CHANGED), 3 * MILLI, 0);
    }
    int alone = tempo.rows();
    tempo.beside(false, 0);
    assertThat(tempo.rows()).as("at once").isEqualTo(alone * 4 / 10);
    assertThat(tempo.together(0)).isEqualTo(1);
    wrote(rows(tempo.rows(), Outcome.CHANGED), 3 * MILLI, 0);
    assertThat(tempo.rows()).isEqualTo(alone * 4 / 10);
    tempo.beside(true, 0);
    wrote(rows(tempo.rows(), Outcome.CHANGED), 3 * MILLI, 0);
    assertThat(tempo.rows()).isGreaterThan(alone * 4 / 10);
    assertThat(tempo.together(0)).isEqualTo(Target.TOGETHER);
  }

  @Test
  void asManyAreSentTogetherAsTakeTwiceTheBound() {
    wrote(rows(tempo.rows(), Outcome.CHANGED), 10 * MILLI, 0);
    assertThat(tempo.together(0)).isEqualTo(Target.TOGETHER);
    wrote(rows(tempo.rows(), Outcome.CHANGED), 20 * MILLI, 0);
    assertThat(tempo.together(0)).isEqualTo(2);
    wrote(rows(tempo.rows(), Outcome.CHANGED), 21 * MILLI, 0);
    assertThat(tempo.together(0)).isEqualTo(1);
    wrote(rows(tempo.rows(), Outcome.CHANGED), 300 * MILLI, 0);
    assertThat(tempo.together(0)).isEqualTo(1);
  }

  @Test
  void batchesAreSentOneByOneForAWhileAfterSomebodyWasMet() {
    wrote(rows(1, Outcome.DEFERRED), MILLI, 5_000 * MILLI);
    assertThat(tempo.together(5_000 * MILLI)).isEqualTo(1);
    assertThat(tempo.together(14_999 * MILLI)).isEqualTo(1);
    assertThat(tempo.together(15_000 * MILLI)).isEqualTo(Target.TOGETHER);
  }

  @Test
  void batchesAreSentOneByOneWhileARefusedRowIsLookedFor() {
    tempo.apart(5_000 * MILLI);
    assertThat(tempo.together(5_000 * MILLI)).isEqualTo(1);
    assertThat(tempo.together(15_000 * MILLI)).isEqualTo(Target.TOGETHER);
  }
}
