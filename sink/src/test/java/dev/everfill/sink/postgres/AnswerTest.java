package dev.everfill.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.sink.coalesce.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long transactions that went in one message held their rows. */
class AnswerTest {
  private static final long MICRO = 1_000;

  private static Answer answer(long began, long took) {
    return new Answer(new Outcome[0], began, took);
  }

  private static long[] held(long micros, Answer... answers) {
    return Answer.held(List.of(answers), micros * MICRO);
  }

  @Test
  void oneAloneHasHeldForAllThatWasMeasured() {
    assertThat(held(7_000, answer(1_000_000, 5_000))).containsExactly(7_000 * MICRO);
  }

  @Test
  void ofSeveralTheServerSaysWhenItBeganWithTheNext() {
    assertThat(
            held(
                60_000,
                answer(1_000_000, 4_000),
                answer(1_005_000, 9_000),
                answer(1_015_000, 6_000)))
        .as("nobody held rows while this process stood still; a commit takes 1 ms")
        .containsExactly(5_000 * MICRO, 10_000 * MICRO, 7_000 * MICRO);
  }

  @Test
  void theLastHasNotHeldForLongerThanIsLeft() {
    assertThat(held(10_300, answer(1_000_000, 4_000), answer(1_005_000, 5_000)))
        .containsExactly(5_000 * MICRO, 5_300 * MICRO);
  }

  @Test
  void aClockThatWasSetMeanwhileIsNotBelieved() {
    long[] evenly = {5_000 * MICRO, 5_000 * MICRO};
    assertThat(held(10_000, answer(1_000_000, 4_000), answer(900_000, 4_000))).isEqualTo(evenly);
    assertThat(held(10_000, answer(1_000_000, 4_000), answer(1_900_000, 4_000))).isEqualTo(evenly);
    assertThat(held(10_000, answer(1_000_000, -3), answer(1_004_000, 4_000))).isEqualTo(evenly);
    assertThat(held(10_000, answer(1_000_000, 4_000), answer(1_005_000, 6_000))).isEqualTo(evenly);
  }
}
