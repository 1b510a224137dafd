package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.control.Lease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static Lease lease(String instance, long rate, long live, long backfill) {
    return new Lease(instance, rate, 0, live, backfill, 0, false);
  }

  private static long share(String instance, Lease... all) {
    return Shares.of(instance, List.of(all), 1);
  }

  @RepeatedTest(200)
  void sharesAddUpToTheRateWhateverIsWanted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    long rate = 1 + random.nextInt(random.nextBoolean() ? 10 : 10_000);
    List<Lease> all = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(6); i++) {
      long live = random.nextBoolean() ? 0 : random.nextInt(12_000);
      long backfill = random.nextBoolean() ? 0 : random.nextInt(12_000);
      all.add(lease("i" + i, rate, live, backfill));
    }
    long turn = random.nextInt(1_000);
    long sum = all.stream().mapToLong(one -> Shares.of(one.instance(), all, turn)).sum();
    assertThat(sum).as("seed %s: %s", repetition.getCurrentRepetition(), all).isEqualTo(rate);
  }

  @Test
  void whoWantsAllGetsHalfBesideAnotherAndNearlyAllBesideAnIdleOne() {
    Lease all = lease("a", 1000, 0, 1000);
    assertThat(share("a", all, lease("b", 1000, 0, 1000))).isEqualTo(500);
    assertThat(share("a", all, lease("b", 1000, 0, 0))).isGreaterThanOrEqualTo(990);
    assertThat(share("b", all, lease("b", 1000, 0, 0))).isPositive();
    assertThat(share("a", all)).isEqualTo(1000);
  }

  @Test
  void liveDemandGoesFirstAndATenthIsKeptForBackfills() {
    Lease live = lease("a", 1000, 1000, 0);
    Lease filling = lease("b", 1000, 0, 1000);
    assertThat(share("b", live, filling)).isBetween(99L, 110L);
    assertThat(share("b", lease("a", 1000, 300, 0), filling)).isGreaterThan(600);
  }

  @Test
  void theLowestRateHolds() {
    assertThat(share("a", lease("a", 1000, 0, 1000), lease("b", 10, 0, 10))).isEqualTo(5);
  }

  @Test
  void instancesTakeTurnsWhereThereAreFewerRows() {
    List<Lease> all = List.of(lease("a", 1, 1, 0), lease("b", 1, 0, 1), lease("c", 1, 1, 1));
    Set<String> served = new HashSet<>();
    for (long turn = 0; turn < 1_000; turn++) {
      long now = turn;
      all.stream()
          .map(Lease::instance)
          .filter(one -> Shares.of(one, all, now) == 1)
          .forEach(served::add);
    }
    assertThat(served).containsExactlyInAnyOrder("a", "b", "c");
  }
}
