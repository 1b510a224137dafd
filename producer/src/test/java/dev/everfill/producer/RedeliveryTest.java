package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.TableName;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedeliveryTest {
  private static final TableName OLD = new TableName("public", "old");
  private static final TableName NEW = new TableName("public", "new");

  private static Redelivery of(long confirmed, long written, long position) {
    return Redelivery.of(new Redelivery.Window(confirmed, written), position, Set.of(OLD));
  }

  @Test
  void leavesOutWhatWasPublishedUpToTheLastTransaction() {
    Redelivery redelivery = of(100, 900, 500);
    assertThat(redelivery.repeats(OLD)).isTrue();
    assertThat(redelivery.repeats(NEW)).as("of a table that is read from its start").isFalse();
    assertThat(redelivery.end(300)).isTrue();
    assertThat(redelivery.repeats(OLD)).isTrue();
    assertThat(redelivery.end(500)).isTrue();
    assertThat(redelivery.repeats(OLD)).isFalse();
    assertThat(redelivery.expected()).isFalse();
    assertThat(redelivery.end(700)).isTrue();
  }

  @Test
  void expectsNothingThatIsConfirmed() {
    assertThat(of(500, 900, 500).repeats(OLD)).isFalse();
    assertThat(of(500, 900, 0).repeats(OLD)).isFalse();
  }

  @Test
  void leavesNothingOutOfALogThatEndsBefore() {
    assertThat(of(100, 499, 500).repeats(OLD)).isFalse();
  }

  @Test
  void noticesAnotherHistory() {
    Redelivery redelivery = of(100, 900, 500);
    assertThat(redelivery.end(300)).isTrue();
    assertThat(redelivery.end(501)).isFalse();
    assertThat(redelivery.repeats(OLD)).isFalse();
  }
}
