package dev.everfill.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void percentilesAreLatenciesThatWereMeasured() {
    Latencies latencies = new Latencies();
    for (int i = 200; i >= 1; i--) {
      latencies.add(i, i * MILLISECOND);
    }
    assertThat(latencies.between(0, 1_000)).isEqualTo(new Latency(200, 100, 190, 198, 200));
  }

  @Test
  void onlyRequestsThatShouldHaveStartedInTheWindowCount() {
    Latencies latencies = new Latencies();
    latencies.add(9, 7 * MILLISECOND);
    latencies.add(10, 3 * MILLISECOND);
    latencies.add(19, 5 * MILLISECOND);
    latencies.add(20, 9 * MILLISECOND);
    assertThat(latencies.between(10, 20)).isEqualTo(new Latency(2, 3, 5, 5, 5));
    assertThat(latencies.between(30, 40)).isEqualTo(new Latency(0, 0, 0, 0, 0));
  }

  @Test
  void moreThanWasExpectedIsKept() {
    Latencies latencies = new Latencies();
    for (int i = 0; i < 100_000; i++) {
      latencies.add(i, MILLISECOND);
    }
    assertThat(latencies.between(0, 100_000).requests()).isEqualTo(100_000);
  }
}
