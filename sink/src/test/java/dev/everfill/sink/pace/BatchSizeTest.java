package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final Duration MOST = Duration.ofMillis(20);

  /** A server on which a batch takes 1 ms and a row some microseconds more. */
  private static Duration hold(int rows, int microsPerRow) {
    return Duration.ofNanos(1_000_000L + rows * microsPerRow * 1000L);
  }

  @Test
  void findsTheSizeThatTheServerHoldsForLessThanTheBound() {
    BatchSize size = BatchSize.first(MOST);
    for (int i = 0; i < 50; i++) {
      size = size.after(size.rows(), hold(size.rows(), 10));
    }
    assertThat(hold(size.rows(), 10)).isBetween(MOST.dividedBy(6), MOST.dividedBy(2));

    BatchSize slower = size;
    int batches = 0;
    while (hold(slower.rows(), 100).compareTo(MOST) > 0) {
      slower = slower.after(slower.rows(), hold(slower.rows(), 100));
      batches++;
    }
    assertThat(batches).as("batches until it fits a server ten times slower").isLessThan(5);
  }

  @Test
  void neverLeavesItsBounds() {
    BatchSize fast = BatchSize.first(MOST);
    BatchSize slow = fast;
    for (int i = 0; i < 100; i++) {
      fast = fast.after(fast.rows(), Duration.ZERO);
      slow = slow.after(slow.rows(), MOST.multipliedBy(10));
    }
    assertThat(fast.rows()).isEqualTo(BatchSize.MOST);
    assertThat(slow.rows()).isEqualTo(1);
    assertThat(slow.halved().rows()).isEqualTo(1);
  }

  @Test
  void recoversSoonFromAStallThatHasNothingToDoWithItsRows() {
    BatchSize size = new BatchSize(1_000, MOST, false).after(2, MOST.multipliedBy(10));
    assertThat(size.rows()).isEqualTo(1);
    for (int i = 0; i < 7; i++) {
      size = size.after(size.rows(), hold(size.rows(), 10));
    }
    assertThat(size.rows()).isEqualTo(100);
  }

  @Test
  void smallBatchesTeachNothingAboutLargeOnes() {
    BatchSize size = new BatchSize(1000, MOST, false);
    assertThat(size.after(3, Duration.ofMillis(1))).isEqualTo(size);
    assertThat(size.after(40, Duration.ofMillis(30)).rows())
        .as("half of what took long")
        .isEqualTo(20);
  }

  @Test
  void holdsForLessWhereSomebodyElseIsAtWork() {
    BatchSize size = new BatchSize(1_000, MOST, false).shared(true);
    assertThat(size.rows()).as("at once").isEqualTo(400);
    for (int i = 0; i < 50; i++) {
      size = size.after(size.rows(), hold(size.rows(), 2));
    }
    assertThat(hold(size.rows(), 2)).isBetween(MOST.dividedBy(12), MOST.dividedBy(5));

    BatchSize alone = size.shared(false);
    assertThat(alone.rows()).as("learnt anew").isEqualTo(size.rows());
    for (int i = 0; i < 50; i++) {
      alone = alone.after(alone.rows(), hold(alone.rows(), 2));
    }
    assertThat(hold(alone.rows(), 2)).isGreaterThan(MOST.dividedBy(5));
  }

  @Test
  void aLongWayToTheServerDoesNotMakeBatchesTiny() {
    BatchSize size = new BatchSize(1_000, MOST, true);
    for (int i = 0; i < 50; i++) {
      size = size.after(size.rows(), Duration.ofMillis(9));
    }
    assertThat(size.rows()).isEqualTo(100);
  }
}
