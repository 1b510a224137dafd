package dev.everfill.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailpointsTest {
  @AfterEach
  void none() {
    System.clearProperty("everfill.failpoint");
  }

  @Test
  void withoutThePropertyThereIsNone() {
    assertThat(Failpoints.configured()).isSameAs(Failpoints.NONE);
  }

  @Test
  void aPlaceIsReachedAtItsTime() throws Exception {
    System.setProperty("everfill.failpoint", "after-commit:freeze:2");
    Failpoints failpoints = Failpoints.configured();
    AtomicInteger passed = new AtomicInteger();
    Thread thread =
        new Thread(
            () -> {
              failpoints.reached(Failpoints.BEFORE_BATCH);
              failpoints.reached(Failpoints.AFTER_COMMIT);
              passed.incrementAndGet();
              failpoints.reached(Failpoints.AFTER_COMMIT);
              passed.incrementAndGet();
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(passed).hasValue(1);
    thread.interrupt();
    thread.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before-commit", "before-commit:explode", "elsewhere:halt", "a:b:c:d"})
  void whatItDoesNotKnowIsRefused(String text) {
    System.setProperty("everfill.failpoint", text);
    assertThatThrownBy(Failpoints::configured).hasMessageContaining(text);
  }
}
