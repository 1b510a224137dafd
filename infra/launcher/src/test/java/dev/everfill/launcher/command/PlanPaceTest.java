package dev.everfill.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.config.PipelineConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanPaceTest {
  private static final Duration LAG = Duration.ofSeconds(2);
  private static final PipelineConfig.Pace DEFAULT =
      new PipelineConfig.Pace(Duration.ofMillis(20), Optional.empty(), LAG, null);

  @Test
  void theDefaultsAreSaidInWords() {
    assertThat(PlanPace.of(DEFAULT, field(null)))
        .containsExactly(
            Map.entry("max-hold", "rows are held for 20.0 ms at most"),
            Map.entry("rows-per-second", "unlimited"),
            Map.entry("replica-lag", "slower from a lag of 1000.0 ms on, slowest at 2000.0 ms"),
            Map.entry("query", "none"));
  }

  @Test
  void aFieldsOwnRateIsSaidBesideTheOneForAll() {
    PipelineConfig.Pace all =
        new PipelineConfig.Pace(Duration.ofMillis(20), Optional.of(500L), LAG, null);
    PipelineConfig.Pace own =
        new PipelineConfig.Pace(Duration.ofMillis(5), Optional.of(50L), LAG, "SELECT 0.5");
    assertThat(PlanPace.of(all, field(null)))
        .containsEntry("rows-per-second", "500 by all fields together");
    assertThat(PlanPace.of(all, field(own)))
        .containsEntry("max-hold", "rows are held for 5.0 ms at most")
        .containsEntry("rows-per-second", "50 by this field, 500 by all fields together")
        .containsEntry("query", "asked every second, slowest at 1: SELECT 0.5");
    assertThat(PlanPace.of(all, field(DEFAULT)))
        .containsEntry("rows-per-second", "unlimited for this field, 500 by all fields together");
    assertThat(PlanPace.of(DEFAULT, field(own)))
        .containsEntry("rows-per-second", "50 by this field, unlimited");
  }

  private static PipelineConfig.Field field(PipelineConfig.Pace pace) {
    return new PipelineConfig.Field(
        "fields[0]", "t", "SELECT 1", Map.of(), List.of(), List.of(), "update", pace);
  }
}
