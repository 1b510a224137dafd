package dev.everfill.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnOrderTest {
  private static final List<String> WRITERS = List.of("filling a", "live b", "filling c", "live d");
  private final TurnOrder<String> order = new TurnOrder<>(name -> name.startsWith("filling"));

  @Test
  void liveFieldsGoFirstAndTheOthersWhenTheseHaveNothingMore() {
    assertThat(order.live(WRITERS)).containsExactly("live b", "live d");
    assertThat(order.filling(WRITERS, false)).containsExactly("filling a", "filling c");
  }

  @Test
  void besideBusyLiveFieldsABackfillKeepsItsTenth() {
    int turns = 0;
    for (int turn = 0; turn < 1000; turn++) {
      turns += order.filling(WRITERS, true).isEmpty() ? 0 : 1;
    }
    assertThat(turns).isEqualTo(1000 / TurnOrder.SHARE);
  }
}
