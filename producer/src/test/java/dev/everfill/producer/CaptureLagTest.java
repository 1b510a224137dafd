package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CaptureLagTest {
  private static final long SECOND = 1_000_000;
  private long now = 100;

  private final CaptureLag lag =
      new CaptureLag(
          new Clock() {
            @Override
            public Instant instant() {
              return Instant.ofEpochSecond(now);
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  @Test
  void isNotKnownBeforeTheFirstChange() {
    lag.taken(0);
    lag.published();

    assertThat(lag.seconds()).isNull();
  }

  @Test
  void growsWhileAChangeWaitsAndStandsOnceItIsPublished() {
    lag.taken(95 * SECOND);
    lag.taken(98 * SECOND);
    assertThat(lag.seconds()).as("of the oldest").isEqualTo(5.0);
    now = 101;
    assertThat(lag.seconds()).isEqualTo(6.0);

    lag.published();
    assertThat(lag.seconds()).as("of the newest").isEqualTo(3.0);
    now = 200;
    lag.published();
    assertThat(lag.seconds()).as("nobody has written since").isEqualTo(3.0);
  }

  @Test
  void isNeverNegativeHoweverTheClocksDiffer() {
    lag.taken(150 * SECOND);

    assertThat(lag.seconds()).isZero();
  }
}
