package dev.everfill.launcher.eta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulated sink, looked at now and then, whose true pace is known. */
class RowRateTest {
  private static final double NANOS = 1e9;

  /** Rows come in batches; the watcher looks at irregular times. */
  private static final class Sink {
    final SplittableRandom random;
    final RowRate rate = new RowRate();
    final double lumpSeconds;
    double now = 1000;
    double pace;
    double owed;
    double nextLook;
    double nextLump;
    long done;
    final long total;

    Sink(long seed, long total, double pace) {
      this.random = new SplittableRandom(seed);
      this.total = total;
      this.pace = pace;
      this.lumpSeconds = 0.02 + random.nextDouble() * 0.98;
    }

    /** Lets time pass; returns whether the watcher has looked. */
    boolean tick() {
      now += 0.01;
      owed = Math.min(owed + pace * 0.01, (double) (total - done));
      if (now >= nextLump) {
        long batch = (long) owed;
        done += batch;
        owed -= batch;
        nextLump = now + lumpSeconds;
      }
      if (now < nextLook) {
        return false;
      }
      nextLook = now + 0.15 + random.nextDouble() * 0.3;
      rate.at((long) (now * NANOS), done, done);
      return true;
    }

    void run(double seconds) {
      for (double end = now + seconds; now < end && done < total; ) {
        tick();
      }
    }

    OptionalDouble eta() {
      return Eta.seconds(rate.perSecond((long) (now * NANOS)), done, total);
    }

    double truth() {
      return (total - done - owed) / pace;
    }

    /** The batch that is on its way makes the last second uncertain. */
    void assertClose(String when) {
      OptionalDouble eta = eta();
      assertThat(eta).as(when).isPresent();
      assertThat(eta.getAsDouble())
          .as(when + " at row " + done + " of " + total + ", lumps of " + lumpSeconds + " s")
          .isNotNegative()
          .isBetween(truth() * 0.75 - lumpSeconds, truth() * 1.25 + lumpSeconds);
    }
  }

  static LongStream seeds() {
    long first = System.nanoTime();
    return LongStream.range(first, first + 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isCloseFromAFifthOfTheWayOnAtAConstantPace(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double pace = Math.pow(10, 1 + random.nextDouble() * 4);
    double seconds = 15 + random.nextDouble() * 300;
    Sink sink = new Sink(seed, (long) (pace * seconds), pace);
    sink.pace = 0;
    sink.run(random.nextDouble() * 30); // captured and computed first
    assertThat(sink.eta()).as("before the first row").isEmpty();
    sink.pace = pace;
    int looks = 0;
    while (sink.done < sink.total * 0.98) {
      if (sink.tick() && sink.done >= sink.total / 5) {
        sink.assertClose("seed " + seed);
        looks++;
      }
    }
    assertThat(looks).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isCloseAgainTenSecondsAfterThePaceHasChanged(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double pace = Math.pow(10, 2.5 + random.nextDouble() * 2);
    Sink sink = new Sink(seed, (long) (pace * 5_000), pace);
    sink.run(30);
    for (int change = 0; change < 6; change++) {
      sink.pace = change % 2 == 0 ? pace / 10 : pace;
      sink.run(10);
      for (double end = sink.now + 5; sink.now < end; ) {
        if (sink.tick()) {
          sink.assertClose("seed " + seed + " change " + change);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void saysNothingInAStallAndIsCloseAgainAfterIt(long seed) {
    Sink sink = new Sink(seed, 2_000_000, 2_000);
    sink.run(20);
    double before = sink.eta().orElseThrow();
    sink.pace = 0;
    sink.run(4);
    sink.owed = 0;
    assertThat(sink.eta().orElseThrow()).as("it grows, seed " + seed).isGreaterThan(before);
    sink.run(10);
    assertThat(sink.eta()).as("seed " + seed).isEmpty();
    sink.pace = 2_000;
    sink.run(10);
    sink.assertClose("after the stall, seed " + seed);
  }

  @Test
  void aTakeOverIsNoWork() {
    RowRate rate = new RowRate();
    rate.at(0, 0, 0);
    rate.at(seconds(1), 500_000, 0); // partitions were claimed where somebody else had come to
    assertThat(rate.perSecond(seconds(1))).isZero();
    for (int second = 2; second < 8; second++) {
      rate.at(seconds(second), 500_000 + second * 100L, second * 100L);
    }
    assertThat(rate.perSecond(seconds(7))).isBetween(90.0, 110.0);
    rate.at(seconds(8), 900_800, 800);
    assertThat(rate.perSecond(seconds(8))).isBetween(90.0, 110.0);
  }

  @Test
  void startsAgainWhenTheRowsDo() {
    RowRate rate = new RowRate();
    for (int second = 0; second < 10; second++) {
      rate.at(seconds(second), second * 1_000L, second * 1_000L);
    }
    assertThat(rate.perSecond(seconds(9))).isBetween(900.0, 1_100.0);
    rate.at(seconds(10), 0, 9_000);
    assertThat(rate.perSecond(seconds(10))).as("reset").isZero();
    for (int second = 11; second < 15; second++) {
      rate.at(seconds(second), (second - 10) * 10, 9_000 + (second - 10) * 10);
    }
    assertThat(rate.perSecond(seconds(14))).isBetween(9.0, 11.0);
  }

  @Test
  void liveTrafficIsNotCountedTwice() {
    RowRate rate = new RowRate();
    for (int second = 0; second < 10; second++) {
      rate.at(seconds(second), second * 100L, second * 5_000L);
    }
    assertThat(rate.perSecond(seconds(9))).isBetween(95.0, 105.0);
  }

  @Test
  void anEtaIsNeverNegative() {
    assertThat(Eta.seconds(10, 120, 100L)).hasValue(0);
    assertThat(Eta.seconds(10, 20, null)).isEmpty();
    assertThat(Eta.seconds(0, 20, 100L)).isEmpty();
    assertThat(Eta.seconds(10, 20, 100L)).hasValue(8);
    assertThat(Eta.shown(0.2)).isEqualTo(1);
  }

  private static long seconds(int seconds) {
    return seconds * 1_000_000_000L;
  }
}
