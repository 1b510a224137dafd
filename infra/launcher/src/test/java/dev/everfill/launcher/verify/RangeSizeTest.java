package dev.everfill.launcher.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RangeSizeTest {
  @Test
  void comesToTakeAboutASecond() {
    for (long rowsPerSecond : new long[] {50, 3_000, 70_000, 900_000, 50_000_000}) {
      RangeSize size = RangeSize.first(1);
      for (int i = 0; i < 12; i++) {
        size = size.after(Duration.ofNanos(size.rows() * 1_000_000_000L / rowsPerSecond));
      }
      long wanted = Math.min(1_000_000, rowsPerSecond);
      assertThat(size.rows()).isBetween(wanted * 9 / 10, wanted * 11 / 10);
    }
  }

  @Test
  void trustsNoSingleMeasurement() {
    assertThat(RangeSize.first(1).after(Duration.ZERO).rows()).isEqualTo(4_000);
    assertThat(RangeSize.first(1).after(Duration.ofHours(1)).rows()).isEqualTo(250);
  }

  @Test
  void staysAboveWhatIsWorthIt() {
    RangeSize size = RangeSize.first(2_000_000);
    assertThat(size.rows()).isEqualTo(2_000_000);
    assertThat(size.after(Duration.ofMinutes(1)).rows()).isEqualTo(2_000_000);
  }

  @Test
  void neverGrowsAgainToWhatWasTooMuch() {
    RangeSize size = RangeSize.first(1).after(Duration.ZERO).smaller();
    assertThat(size.rows()).isEqualTo(1_000);
    assertThat(size.after(Duration.ZERO).rows()).isEqualTo(1_000);
    for (int i = 0; i < 20; i++) {
      size = size.smaller();
    }
    assertThat(size.rows()).isEqualTo(1);
    assertThat(size.after(Duration.ofHours(1)).rows()).isEqualTo(1);
  }
}
