package dev.everfill.launcher.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuspectsTest {
  @Test
  void whatStaysTheSameIsWrong() {
    Suspects suspects = new Suspects(List.of(row("1", "x", 7)));
    for (int i = 0; i < Suspects.STILL; i++) {
      assertThat(suspects.stayed()).isEmpty();
      assertThat(suspects.open()).containsExactly(List.of("1"));
      suspects.look(List.of(row("1", "x", 7)));
    }
    assertThat(suspects.stayed()).containsExactly(row("1", "x", 7));
    assertThat(suspects.open()).isEmpty();
  }

  @Test
  void whatComesToBeRightIsNot() {
    Suspects suspects = new Suspects(List.of(row("1", "x", 7), row("2", "y", 7)));
    suspects.look(List.of(row("2", "y", 7)));
    assertThat(suspects.open()).containsExactly(List.of("2"));
    suspects.look(List.of());
    assertThat(suspects.open()).isEmpty();
    assertThat(suspects.stayed()).isEmpty();
  }

  @Test
  void whatChangesFromLookToLookIsNeverCounted() {
    Suspects suspects = new Suspects(List.of(row("1", "x", 0)));
    for (int i = 1; i < 100; i++) {
      suspects.look(List.of(row("1", i % 2 == 0 ? "x" : "y", i)));
    }
    assertThat(suspects.open()).hasSize(1);
    assertThat(suspects.stayed()).isEmpty();
    assertThat(suspects.all()).hasSize(1);
  }

  @Test
  void aRowThatIsWrittenAllTheTimeCountsAfterMoreLooks() {
    Suspects suspects = new Suspects(List.of(row("1", "x", 0)));
    for (int i = 1; i < Suspects.LOOKS; i++) {
      suspects.look(List.of(row("1", "x", i)));
      assertThat(suspects.stayed()).isEmpty();
    }
    suspects.look(List.of(row("1", "x", 99)));
    assertThat(suspects.stayed()).hasSize(1);
  }

  @Test
  void oneOtherPictureBeginsAnew() {
    Suspects suspects = new Suspects(List.of(row("1", "x", 1)));
    suspects.look(List.of(row("1", "x", 1)));
    suspects.look(List.of(row("1", "x", 1)));
    suspects.look(List.of(row("1", "y", 1)));
    suspects.look(List.of(row("1", "y", 1)));
    suspects.look(List.of(row("1", "y", 1)));
    assertThat(suspects.stayed()).isEmpty();
    suspects.look(List.of(row("1", "y", 1)));
    assertThat(suspects.stayed()).containsExactly(row("1", "y", 1));
  }

  private static Difference row(String key, String digest, int version) {
    return new Difference(
        List.of(key), List.of("e"), List.of("a"), digest, String.valueOf(version));
  }
}
