package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances that come, go, die and fall silent, over a table of leases in memory. */
class DivisionTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final FieldRef ONE = new FieldRef("t.one", 1);
  private static final FieldRef TWO = new FieldRef("t.two", 1);

  private record Wrote(long at, int rows) {}

  private record Stored(Lease lease, long expires) {}

  private record Writing(FieldRef field, boolean backfill, int rows, long end) {}

  private final Map<String, Stored> table = new TreeMap<>();
  private final List<Wrote> all = new ArrayList<>();
  private long turn;
  private long rate;
  private int lostRenewals;
  private boolean slow;

  private final class Instance {
    private final String name;
    private final Pace pace = new Pace(OptionalLong.of(rate), Readings.NONE);
    private final Division division;
    private final Random random;
    private long renewAt;
    private Writing writing;
    private boolean dead;

    Instance(String name, Random random) {
      this.name = name;
      this.division = new Division(name, pace);
      this.random = random;
    }

    void step(long now) {
      if (!dead && renewAt <= now) {
        renew(now);
        renewAt = now + (100 + random.nextInt(500)) * MILLI;
      }
      if (!dead && writing != null && writing.end() <= now) {
        pace.wrote(writing.field(), writing.backfill(), writing.rows(), 1, MILLI, now);
        writing = null;
      }
      if (!dead && writing == null) {
        write(random.nextBoolean() ? ONE : TWO, random.nextBoolean(), now);
      }
    }

    private void renew(long now) {
      List<Lease> stored =
          table.values().stream()
              .map(
                  one ->
                      new Lease(
                          one.lease().instance(),
                          one.lease().rate(),
                          one.lease().held(),
                          one.lease().liveDemand(),
                          one.lease().backfillDemand(),
                          one.lease().renewals(),
                          one.expires() <= now))
              .toList();
      Division.Taken taken = division.of(pace.asks(now).get(0), stored, turn++, now);
      if (random.nextInt(20) == 0) {
        lostRenewals++; // It never got there: what was given up stays so.
        return;
      }
      taken.dead().forEach(table::remove);
      table.put(name, new Stored(renewed(taken.lease()), now + Division.LIFE.toNanos()));
      assertThat(table.values().stream().mapToLong(one -> one.lease().held()).sum())
          .as("held by all")
          .isLessThanOrEqualTo(rate);
      if (random.nextInt(20) == 0) {
        lostRenewals++; // It got there, but the answer did not.
        return;
      }
      pace.lease(Pace.PIPELINE, taken.rows(), now + Division.USE.toNanos());
    }

    private Lease renewed(Lease lease) {
      Stored before = table.get(name);
      long renewals = before == null ? 0 : before.lease().renewals() + 1;
      return new Lease(
          name,
          lease.rate(),
          lease.held(),
          lease.liveDemand(),
          lease.backfillDemand(),
          renewals,
          false);
    }

    private void write(FieldRef field, boolean backfill, long now) {
      int rows = pace.permitted(field, backfill, 1 + random.nextInt(500), now);
      if (rows > 0) {
        boolean stalled = slow && random.nextInt(100) == 0;
        long held = stalled ? 700 * MILLI : (1 + random.nextInt(3)) * MILLI;
        writing = new Writing(field, backfill, rows, now + held);
        // Whenever PostgreSQL really changed it: between the statement and the acknowledgement.
        all.add(new Wrote(now + (long) (held * random.nextDouble()), rows));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1000,1", "1000,2", "100,3", "7,4", "2,5"})
  void noSecondHasMoreThanTheRateWhateverHappensToTheInstances(long rows, long seed) {
    rate = rows;
    slow = true;
    Random random = new Random(seed);
    List<Instance> instances = new ArrayList<>();
    int died = 0;
    int born = 0;
    for (long now = 0; now < 120 * SECOND; now += MILLI) {
      if (instances.size() < 3 && random.nextInt(3_000) == 0 || instances.isEmpty()) {
        instances.add(new Instance("i" + born++, new Random(random.nextLong())));
      }
      if (instances.size() > 1 && random.nextInt(10_000) == 0) {
        instances.remove(random.nextInt(instances.size())).dead = true;
        died++;
      }
      for (Instance one : instances) {
        one.step(now);
      }
    }
    assertThat(born).isGreaterThan(2);
    assertThat(died).isPositive();
    assertThat(lostRenewals).isPositive();
    noSecondExceeds(seed);
    long sum = all.stream().mapToLong(Wrote::rows).sum();
    assertThat(sum).as("seed %s", seed).isGreaterThan(rate * 120 / 3);
  }

  @ParameterizedTest
  @CsvSource({"1000,11", "300,12"})
  void twoInstancesWithWorkUseNearlyAllOfIt(long rows, long seed) {
    rate = rows;
    Random random = new Random(seed);
    List<Instance> instances =
        List.of(new Instance("a", random), new Instance("b", new Random(seed + 1)));
    for (long now = 0; now < 40 * SECOND; now += MILLI / 2) {
      for (Instance one : instances) {
        one.step(now);
      }
    }
    noSecondExceeds(seed);
    long late = all.stream().filter(one -> one.at() > 10 * SECOND).mapToLong(Wrote::rows).sum();
    assertThat(late).as("seed %s", seed).isGreaterThanOrEqualTo(rate * 30 * 95 / 100);
  }

  private void noSecondExceeds(long seed) {
    List<Wrote> sorted = new ArrayList<>(all);
    sorted.sort(java.util.Comparator.comparingLong(Wrote::at));
    long in = 0;
    int first = 0;
    for (Wrote one : sorted) {
      in += one.rows();
      while (one.at() - sorted.get(first).at() >= SECOND) {
        in -= sorted.get(first++).rows();
      }
      assertThat(in).as("seed %s, the second until %s", seed, one.at()).isLessThanOrEqualTo(rate);
    }
  }
}
