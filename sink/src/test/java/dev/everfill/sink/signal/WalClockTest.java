package dev.everfill.sink.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WalClockTest {
  private static final long SECOND = 1_000_000_000L;

  private final WalClock clock = new WalClock(Duration.ofSeconds(60));

  @Test
  void whatAReplicaHasNotReplayedGrowsOldAlsoIfItSaysNothing() {
    for (int second = 0; second <= 30; second++) {
      clock.reached(1_000 + 100 * Math.min(second, 10), second * SECOND);
    }
    assertThat(clock.age(2_000, 30 * SECOND)).isZero();
    assertThat(clock.age(1_999, 30 * SECOND)).isEqualTo(Duration.ofSeconds(20));
    assertThat(clock.age(1_000, 30 * SECOND)).isEqualTo(Duration.ofSeconds(29));
  }

  @Test
  void theRateIsThatOfTheTimeKept() {
    assertThat(clock.rate()).isZero();
    clock.reached(1_000, 0);
    assertThat(clock.rate()).isZero();
    clock.reached(3_000, 2 * SECOND);
    assertThat(clock.rate()).isEqualTo(1_000);
    clock.reached(3_000, 62 * SECOND);
    assertThat(clock.rate()).isZero();
  }

  @Test
  void idlePoolsAreNoReasonAndAFullServerIs() {
    assertThat(ServerConnections.reading(70, 97).utilization()).isLessThan(0.5);
    assertThat(ServerConnections.reading(88, 97).utilization()).isBetween(0.6, 0.9);
    assertThat(ServerConnections.reading(97, 97).utilization()).isEqualTo(1);
    assertThat(Sessions.reading(3, 3, 100).utilization()).isLessThan(0.5);
    assertThat(Sessions.reading(30, 15, 100).utilization()).isBetween(0.5, 0.9);
  }
}
