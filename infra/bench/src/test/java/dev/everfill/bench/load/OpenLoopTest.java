package dev.everfill.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  @Test
  void requestsBehindABlockedOneAreLateSinceTheirIntendedStart() {
    CountDownLatch blocked = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    OpenLoop.Client client =
        () -> {
          if (sent.incrementAndGet() == 1) {
            uninterruptibly(blocked);
          }
        };
    long begin = System.nanoTime();
    try (OpenLoop loop = new OpenLoop("test", 1_000, 1, () -> client)) {
      // The only client is blocked while at least a hundred requests become due.
      await().until(() -> System.nanoTime() - begin > 200_000_000);
      assertThat(loop.open(System.nanoTime())).isTrue();
      blocked.countDown();
      await().until(() -> loop.latencies().size() > 150);
      Latency first = loop.latencies().between(begin, begin + 100_000_000);
      assertThat(first.requests()).isBetween(50, 101);
      assertThat(first.p50()).isGreaterThan(100);
    }
  }

  @Test
  void aFailureEndsItAndIsTold() {
    SQLException refused = new SQLException("refused");
    OpenLoop.Client client =
        () -> {
          throw refused;
        };
    try (OpenLoop loop = new OpenLoop("test", 1_000, 1, () -> client)) {
      await().until(() -> loop.failure() != null);
      assertThat((Throwable) loop.failure()).isSameAs(refused);
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
