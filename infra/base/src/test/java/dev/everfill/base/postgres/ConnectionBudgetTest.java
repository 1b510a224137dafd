package dev.everfill.base.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> warnings = new ArrayList<>();

  private ConnectionBudget budget(int cap, Duration patience) {
    return new ConnectionBudget(cap, patience, warnings::add);
  }

  @Test
  void theCapLeavesRoomInThePool() {
    PoolSettings pool = PoolSettings.defaults();
    assertThat(pool.reservable()).isEqualTo(15);
    assertThat(pool.pooled()).isEqualTo(5);
    assertThat(ConnectionBudget.of(pool).usage())
        .isEqualTo(new ConnectionBudget.Usage(0, 15, false));
    PoolSettings small = new PoolSettings(3, SHORT, SHORT);
    assertThat(small.reservable()).isZero();
    assertThat(small.pooled()).isEqualTo(3);
  }

  @Test
  void beyondTheCapIsARefusalThatSaysTheWayOut() throws SQLException {
    ConnectionBudget budget = budget(2, SHORT);
    Reservation first = budget.take("one");
    budget.take("two");
    assertThatThrownBy(() -> budget.take("three"))
        .isInstanceOf(SQLException.class)
        .hasMessageContainingAll("three", "2 reservations", "30 ms", "source.pool.max")
        .satisfies(e -> assertThat(SqlStates.unreachable(SqlStates.of(e))).isTrue());
    assertThat(budget.usage().reserved()).as("a refusal holds nothing").isEqualTo(2);
    first.close();
    first.close();
    assertThat(budget.usage().reserved()).as("released once").isEqualTo(1);
    budget.take("three").close();
  }

  @Test
  void waitsForOneThatIsGivenBack() throws Exception {
    ConnectionBudget budget = budget(1, LONG);
    Reservation held = budget.take("one");
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread waiting = new Thread(() -> outcome.set(taken(budget)), "waiting");
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    held.close();
    waiting.join(TimeUnit.MINUTES.toMillis(1));
    assertThat(outcome.get()).isInstanceOf(Reservation.class);
    assertThat(budget.usage().reserved()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() throws Exception {
    ConnectionBudget budget = budget(0, LONG);
    AtomicReference<Object> outcome = new AtomicReference<>();
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              outcome.set(taken(budget));
              if (Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
              }
            },
            "waiting");
    waiting.start();
    waiting.interrupt();
    assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(outcome.get()).isInstanceOf(SQLException.class);
  }

  private static Object taken(ConnectionBudget budget) {
    try {
      return budget.take("late");
    } catch (SQLException refused) {
      return refused;
    }
  }

  @Test
  void warnsOnceFromEightyPercentOn() throws SQLException {
    ConnectionBudget budget = budget(10, SHORT);
    List<Reservation> held = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      held.add(budget.take("some"));
    }
    assertThat(warnings).isEmpty();
    assertThat(budget.usage().nearCap()).isFalse();
    Reservation eighth = budget.take("eighth");
    assertThat(warnings).singleElement().asString().contains("8 of 10");
    assertThat(budget.usage()).isEqualTo(new ConnectionBudget.Usage(8, 10, true));
    eighth.close();
    assertThat(budget.usage().nearCap()).isFalse();
    budget.take("eighth again");
    budget.take("ninth");
    assertThat(warnings).hasSize(1);
    held.forEach(Reservation::close);
    assertThat(budget.usage().reserved()).isEqualTo(2);
  }

  @Test
  void aConnectionThatCannotBeOpenedGivesItsReservationBack() {
    ConnectionBudget budget = budget(1, SHORT);
    PostgresSettings nowhere = new PostgresSettings("jdbc:postgresql://127.0.0.1:1/x", "u", "p");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> budget.open(nowhere, "test", SHORT, SHORT))
          .hasMessageContaining("127.0.0.1:1");
      assertThat(budget.usage().reserved()).isZero();
    }
  }

  @Test
  void aConnectionGivesItsReservationBackHoweverItEnds() throws SQLException {
    ConnectionBudget budget = budget(3, SHORT);
    Connection closed = ReservedConnection.of(FakeConnection.sound(), budget.take("closed"));
    Connection broken = ReservedConnection.of(FakeConnection.broken(), budget.take("broken"));
    Connection aborted = ReservedConnection.of(FakeConnection.sound(), budget.take("aborted"));
    assertThat(java.util.List.of(closed)).contains(closed).doesNotContain(broken);
    assertThat(budget.usage().reserved()).isEqualTo(3);
    closed.close();
    closed.close();
    assertThat(budget.usage().reserved()).isEqualTo(2);
    assertThatThrownBy(broken::close).isInstanceOf(SQLException.class).hasMessage("lost");
    assertThat(budget.usage().reserved()).isEqualTo(1);
    aborted.abort(Runnable::run);
    assertThat(budget.usage().reserved()).isZero();
  }

  /** Holders who want one more never wait for each other for ever, and nothing is lost. */
  @Test
  void threadsThatHoldAndWantMoreAllComeToAnEnd() throws Exception {
    long seed = System.nanoTime();
    ConnectionBudget budget = budget(4, Duration.ofMillis(5));
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger worked = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      Thread thread =
          new Thread(() -> work(budget, random, worked, refused), "holder " + i + " of " + seed);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(TimeUnit.MINUTES.toMillis(1));
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    assertThat(budget.usage().reserved()).as("seed " + seed).isZero();
    assertThat(worked.get()).as("seed " + seed).isPositive();
    assertThat(refused.get()).as("seed " + seed).isPositive();
  }

  private static void work(
      ConnectionBudget budget,
      SplittableRandom random,
      AtomicInteger worked,
      AtomicInteger refused) {
    for (int round = 0; round < 50; round++) {
      List<Reservation> held = new ArrayList<>();
      int wanted = random.nextInt(1, 5);
      try {
        while (held.size() < wanted) {
          held.add(budget.take("a part"));
          Thread.onSpinWait();
        }
        assertThat(budget.usage().reserved()).isBetween(wanted, 4);
        worked.incrementAndGet();
        Thread.sleep(random.nextInt(3));
      } catch (SQLException full) {
        refused.incrementAndGet();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        held.forEach(Reservation::close);
      }
    }
  }
}
