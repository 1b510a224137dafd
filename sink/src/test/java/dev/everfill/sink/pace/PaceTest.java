package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.PaceReason;
import dev.everfill.sink.PaceSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final FieldRef LIVE = new FieldRef("a.live", 1);
  private static final FieldRef FILLING = new FieldRef("b.filling", 1);
  private static final long FOREVER = 1_000_000 * SECOND;

  private final AtomicReference<List<PaceReason>> readings = new AtomicReference<>(List.of());
  private long now = 5;

  private Pace pace(OptionalLong rate) {
    Pace pace = new Pace(rate, (field, at) -> readings.get());
    rate.ifPresent(rows -> pace.lease(Pace.PIPELINE, rows, FOREVER));
    return pace;
  }

  private static PaceSettings settings(OptionalLong rate) {
    return new PaceSettings(Duration.ofMillis(20), rate);
  }

  private int write(Pace pace, FieldRef field, boolean backfill, long held) {
    int rows = pace.permitted(field, backfill, 5_000, now);
    now += held;
    if (rows > 0) {
      pace.wrote(field, backfill, rows, 1, held, now);
    }
    return rows;
  }

  @Test
  void withoutABoundEverythingMayGo() {
    Pace pace = pace(OptionalLong.empty());
    assertThat(pace.permitted(LIVE, false, 5_000, 0)).isEqualTo(5_000);
    assertThat(pace.asks(0)).isEmpty();
  }

  @Test
  void aBoundedFieldIsNotWrittenAsIfNobodyElseWere() {
    Pace pace = pace(OptionalLong.empty());
    pace.configure(LIVE, settings(OptionalLong.of(100)));
    assertThat(pace.alone(LIVE, now)).isFalse();
    assertThat(pace.alone(FILLING, now)).isTrue();
    assertThat(pace(OptionalLong.of(1000)).alone(FILLING, now)).isFalse();
  }

  @Test
  void neitherIsOneWhereOthersAreAtWork() {
    Readings company =
        new Readings() {
          @Override
          public List<PaceReason> of(FieldRef field, long now) {
            return List.of();
          }

          @Override
          public boolean alone(long at) {
            return at < 7;
          }
        };
    Pace pace = new Pace(OptionalLong.empty(), company);
    assertThat(pace.alone(LIVE, 6)).isTrue();
    assertThat(pace.alone(LIVE, 7)).isFalse();
  }

  @Test
  void ofBatchesThatWentTogetherOneIsShown() {
    Pace pace = pace(OptionalLong.empty());
    assertThat(pace.permitted(LIVE, false, 1_200, now)).isEqualTo(1_200);
    pace.wrote(LIVE, false, 1_200, 3, 5 * MILLI, now);
    assertThat(pace.statuses("here", now).get(0).batchRows()).isEqualTo(400);
  }

  @Test
  void nothingGoesWithoutALeaseOrAfterItsEnd() {
    Pace pace = new Pace(OptionalLong.of(1000), Readings.NONE);
    assertThat(pace.permitted(LIVE, false, 10, now)).isZero();
    assertThat(pace.waitNanos(LIVE, false, now)).isPositive();
    pace.lease(Pace.PIPELINE, 1000, now + SECOND);
    assertThat(pace.permitted(LIVE, false, 10, now + SECOND - 1)).isEqualTo(10);
    assertThat(pace.permitted(LIVE, false, 10, now + SECOND)).isZero();
  }

  @Test
  void aBatchThatWasNeverReportedCountsInFull() {
    Pace pace = pace(OptionalLong.of(100));
    for (int i = 0; i < 20; i++) {
      assertThat(pace.permitted(LIVE, false, 5, now)).isEqualTo(5);
    }
    assertThat(pace.permitted(LIVE, false, 5, now)).isZero();
    assertThat(pace.permitted(LIVE, false, 5, now + RowWindow.SPAN)).isEqualTo(5);
  }

  @Test
  void liveFieldsGoFirstAndABackfillKeepsATenth() {
    Pace pace = pace(OptionalLong.of(1000));
    long[] rows = new long[2];
    while (now < 60 * SECOND) {
      // The one that is filled asks first, and both always want more.
      rows[1] += write(pace, FILLING, true, MILLI);
      rows[0] += write(pace, LIVE, false, MILLI);
      now += MILLI;
    }
    assertThat(rows[0] + rows[1]).isGreaterThan(950 * 60L);
    assertThat(rows[1]).isBetween(95 * 60L, 115 * 60L);
  }

  @Test
  void aBackfillHasEverythingWhileLiveFieldsAreStill() {
    Pace pace = pace(OptionalLong.of(1000));
    long rows = 0;
    while (now < 20 * SECOND) {
      rows += write(pace, FILLING, true, MILLI);
      assertThat(pace.permitted(LIVE, false, 0, now)).isZero();
      now += MILLI;
    }
    assertThat(rows).isBetween(950 * 20L, 1000 * 20L);
  }

  @Test
  void fieldsOfAKindShareEvenlyWhoeverAsksFirst() {
    Pace pace = pace(OptionalLong.of(200));
    FieldRef other = new FieldRef("c.other", 1);
    long first = 0;
    long second = 0;
    while (now < 30 * SECOND) {
      first += write(pace, FILLING, true, MILLI);
      second += write(pace, other, true, MILLI);
      now += MILLI;
    }
    assertThat(first).isBetween(second * 9 / 10, second * 11 / 10);
  }

  @Test
  void aFieldsOwnBoundHoldsBesideThePipelinesAndCanChangeWhileRunning() {
    Pace pace = pace(OptionalLong.of(1000));
    pace.configure(FILLING, settings(OptionalLong.of(100)));
    pace.lease(Pace.scope(FILLING), 100, FOREVER);
    assertThat(rowsOf(pace, 10)).isBetween(950L, 1000L);
    pace.configure(FILLING, settings(OptionalLong.of(10)));
    now += 2 * SECOND;
    assertThat(rowsOf(pace, 10)).isBetween(90L, 100L);
    pace.configure(FILLING, settings(OptionalLong.empty()));
    now += 2 * SECOND;
    assertThat(rowsOf(pace, 10)).isBetween(9_500L, 10_000L);
  }

  private long rowsOf(Pace pace, int seconds) {
    long end = now + seconds * SECOND;
    long rows = 0;
    while (now < end) {
      rows += write(pace, FILLING, true, MILLI);
      now += Math.max(MILLI / 10, Math.min(pace.waitNanos(FILLING, true, now), end - now));
    }
    return rows;
  }

  @Test
  void theSlowestSignalSlowsDownByDegrees() {
    Pace pace = pace(OptionalLong.empty());
    for (double utilization : new double[] {0, 0.4, 0.5, 0.8, 0.95}) {
      readings.set(
          List.of(new PaceReason("some", utilization, ""), new PaceReason("less", 0.1, "")));
      now += 10 * SECOND;
      assertThat(write(pace, LIVE, false, 10 * MILLI)).isEqualTo(5_000);
      now += 1;
      long wait = pace.waitNanos(LIVE, false, now) + 1;
      long expected =
          utilization < 0.5 ? 1 : Math.round(10 * MILLI * utilization / (1 - utilization));
      assertThat(wait).isBetween(expected - 1_000, expected + 1_000);
      assertThat(pace.permitted(LIVE, false, 5_000, now) > 0).isEqualTo(utilization < 0.5);
    }
  }

  @Test
  void atFullUseAFewRowsGoOnceASecondAndTheReasonsAreTold() {
    readings.set(
        List.of(
            new PaceReason("fine", 0.3, "not told"),
            new PaceReason("busy", 0.7, "rather"),
            new PaceReason("query", 1, "it fails: no such table")));
    Pace pace = pace(OptionalLong.empty());
    long rows = 0;
    while (now < 10 * SECOND) {
      rows += write(pace, LIVE, false, MILLI);
      now += 10 * MILLI;
    }
    assertThat(rows).isBetween(80L, 100L);
    var status = pace.statuses("me", now).get(0);
    assertThat(status.utilization()).isEqualTo(1);
    assertThat(status.reasons()).extracting(PaceReason::name).containsExactly("query", "busy");
    assertThat(status.batchRows()).isEqualTo(Slowdown.LEAST_ROWS);
    readings.set(List.of());
    now += SECOND;
    assertThat(write(pace, LIVE, false, MILLI)).isEqualTo(5_000);
  }

  @Test
  void onlyHoldsThatStayAboveTheBoundSlowDown() {
    Pace pace = pace(OptionalLong.empty());
    for (int i = 0; i < 200; i++) {
      write(pace, LIVE, false, 15 * MILLI);
    }
    write(pace, LIVE, false, 200 * MILLI);
    now += SECOND;
    assertThat(pace.statuses("me", now).get(0).reasons()).isEmpty();
    for (int i = 0; i < 20; i++) {
      write(pace, LIVE, false, 30 * MILLI);
      now += SECOND / 5;
    }
    var status = pace.statuses("me", now).get(0);
    assertThat(status.reasons()).extracting(PaceReason::name).containsExactly("hold-time");
    assertThat(status.holdP99()).isEqualTo(Duration.ofMillis(30));
  }
}
