package dev.everfill.launcher.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.launcher.pipeline.FieldProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StageLineTest {
  private static final FieldRef FIELD = new FieldRef("items.colour", 1);

  @Test
  void aStageShowsCountRateAndWhatIsLeft() {
    assertThat(line(1_200, 7_100, OptionalDouble.of(6.4)).text())
        .isEqualTo("write 1 200/7 100, 900/s, 7 s left");
    assertThat(line(1_200, -1, OptionalDouble.empty()).text()).isEqualTo("write 1 200, 900/s");
  }

  @Test
  void moreIsNeverDoneThanThereIs() {
    assertThat(line(120, 100, OptionalDouble.of(0)).text())
        .isEqualTo("write 120/120, 900/s, 0 s left");
  }

  private static StageLine line(long done, long total, OptionalDouble eta) {
    return StageLine.of("write", done, total, false, 900, eta);
  }

  /** Before its first level a field only fills its state: it is not idle. */
  @Test
  void aComputationShowsTheRecordsItHandlesUntilRowsComeOfThem() {
    assertThat(shown(0, 0, false)).contains("compute 0 records, 0/s");
    assertThat(shown(0, 12_345, false)).contains("compute 12 345 records, 0/s");
    assertThat(shown(7, 12_345, false)).contains("compute 7, 0/s");
    assertThat(shown(7, 12_345, true)).contains("compute complete");
  }

  private static String shown(long derived, long handled, boolean complete) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Progress compute = new Progress(FIELD.name(), derived, -1, false, complete, handled);
    Progress none = new Progress(FIELD.name(), 0, -1, false, false, 0);
    FieldRate rate = new FieldRate(FIELD, 0, OptionalDouble.empty());
    try (ProgressView view = new LineView(new Terminal(stream, stream, false, false))) {
      view.show(List.of(new FieldProgress(status(), none, compute, none, rate)), null);
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  private static FieldStatus status() {
    return new FieldStatus(
        FIELD,
        FieldState.CAPTURING,
        null,
        null,
        false,
        0,
        null,
        BigDecimal.ZERO,
        0,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        FieldControl.NONE,
        0);
  }
}
