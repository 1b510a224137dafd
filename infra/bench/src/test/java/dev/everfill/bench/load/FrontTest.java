package dev.everfill.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontTest {
  private final Random random = new Random(7);

  @Test
  void keysAreNearWhereSomebodyWrites() {
    Front front = new Front();
    front.seen(10_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(front.near(random, 71_000)).isBetween(10_000L - Front.NEAR, 10_000L + Front.NEAR);
    }
    front.seen(70_900);
    for (int i = 0; i < 10_000; i++) {
      assertThat(front.near(random, 71_000)).isBetween(70_400L, 71_000L);
    }
  }

  @Test
  void keysAreAnywhereWhileNobodyWrites() {
    Front front = new Front();
    front.seen(10_000);
    front.clear();
    assertThat(random.longs(1_000, 0, 1).map(zero -> front.near(random, 71_000)))
        .allMatch(key -> key >= 1 && key <= 71_000)
        .anyMatch(key -> key > 60_000);
  }
}
