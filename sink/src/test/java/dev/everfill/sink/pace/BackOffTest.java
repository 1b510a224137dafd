package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackOffTest {
  @Test
  void doublesWithJitterUpToTheMost() {
    SplittableRandom random = new SplittableRandom(1);
    BackOff backOff = BackOff.of(Duration.ofMillis(100), Duration.ofSeconds(10));
    assertThat(backOff.nanos(random)).isZero();
    long whole = Duration.ofMillis(100).toNanos();
    for (int tries = 1; tries < 40; tries++) {
      backOff = backOff.failed();
      assertThat(backOff.nanos(random)).isBetween(whole / 2, whole);
      whole = Math.min(Duration.ofSeconds(10).toNanos(), whole * 2);
    }
    assertThat(backOff.reset().nanos(random)).isZero();
  }
}
