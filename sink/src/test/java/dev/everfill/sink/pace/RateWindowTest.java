package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateWindowTest {
  private static final long SECOND = 1_000_000_000L;

  private record Wrote(long at, int rows) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 100, 12_345})
  void noSecondHasMoreThanTheRateAndAllOfItIsUsed(long rate) {
    Random random = new Random(rate);
    RateWindow window = new RateWindow(OptionalLong.of(rate));
    List<Wrote> all = new ArrayList<>();
    long now = Long.MAX_VALUE - 5 * SECOND; // a monotonic clock may overflow
    long start = now;
    while (now - start < 20 * SECOND) {
      int rows = window.permitted(1 + random.nextInt(5000), now);
      if (rows == 0) {
        long wait = window.waitNanos(now);
        assertThat(wait).isPositive();
        now += wait;
      } else {
        now += random.nextInt(5_000_000);
        window.wrote(rows, now);
        all.add(new Wrote(now - start, rows));
      }
    }
    for (Wrote first : all) {
      assertThat(between(all, first.at(), SECOND)).as("any second").isLessThanOrEqualTo(rate);
      assertThat(between(all, first.at(), 10 * SECOND)).isLessThanOrEqualTo(10 * rate);
    }
    assertThat(between(all, 0, 20 * SECOND)).isGreaterThan(rate * 20 * 7 / 10);
  }

  private static long between(List<Wrote> all, long from, long length) {
    return all.stream()
        .filter(one -> one.at() >= from && one.at() < from + length)
        .mapToLong(Wrote::rows)
        .sum();
  }

  @Test
  void withoutARateEverythingMayGo() {
    RateWindow window = new RateWindow(OptionalLong.empty());
    window.wrote(1_000_000, 0);
    assertThat(window.permitted(5000, 1)).isEqualTo(5000);
    assertThat(window.waitNanos(1)).isZero();
  }
}
