package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults in an order that a seed gives, under traffic. Random faults heal by themselves and hide
 * what never would, so there are two kinds of run: in one they come all along; in the other one
 * lasts, and then it must heal. {@code -Deverfill.seeds=N} runs N seeds, from {@code
 * -Deverfill.seed} on (default: the clock); {@code -Deverfill.kills=true} kills the process too.
 */
class MixedFaultsIT extends SharedStand {

  /** Safety. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.everfill.e2e.Seeds#stated")
  void nothingBreaksUnderFaultsAllAlong(long seed) throws Exception {
    Random random = new Random(seed);
    List<Fault> deck = deck(random);
    System.out.println("mixed faults, seed " + seed + ": " + deck);
    Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    LedgerTraffic.Done done;
    try (LedgerTraffic traffic =
        new LedgerTraffic(stand.scenario, ledger, seed, Duration.ofMillis(5))) {
      for (Fault fault : deck) {
        fault.strike(stand, random);
        met.merge(fault, 1, Integer::sum);
        Scenario.pause(Duration.ofMillis(random.nextInt(400)));
      }
      while (!traffic.didEverything()) {
        Scenario.pause(Duration.ofMillis(50));
      }
      done = traffic.stop();
    }
    System.out.println("mixed faults, seed " + seed + ": " + done.summary());
    assertThat(met.keySet()).as("faults that struck").containsAll(deck);
    ledger.repair();
    stand.assertHealed("seed " + seed);
    watch.stop().assertNobodyIsHeldUp("seed " + seed);
  }

  private static List<Fault> deck(Random random) {
    List<Fault> deck = new ArrayList<>(List.of(Fault.values()));
    if (!Boolean.getBoolean("everfill.kills")) {
      deck.remove(Fault.KILL);
    }
    Collections.shuffle(deck, random);
    return deck;
  }

  /** Liveness. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.everfill.e2e.Seeds#stated")
  void whateverLastsHealsWhenItEnds(long seed) throws Exception {
    Random random = new Random(seed);
    Lasting[] all = Lasting.values();
    Lasting fault = all[random.nextInt(all.length)];
    System.out.println("lasting fault, seed " + seed + ": " + fault);
    try (LedgerTraffic traffic =
        new LedgerTraffic(stand.scenario, ledger, seed, Duration.ofMillis(5))) {
      try (AutoCloseable ends = fault.begin(stand)) {
        assertThat(ends).isNotNull();
        Scenario.pause(Duration.ofSeconds(Integer.getInteger("everfill.lasting", 3)));
      }
      while (!traffic.didEverything()) {
        Scenario.pause(Duration.ofMillis(50));
      }
      System.out.println("lasting fault, seed " + seed + ": " + traffic.stop().summary());
    }
    ledger.repair();
    stand.assertHealed("seed " + seed + " after " + fault);
  }
}
