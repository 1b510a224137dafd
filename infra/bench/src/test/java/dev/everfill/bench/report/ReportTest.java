package dev.everfill.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.bench.load.Latency;
import dev.everfill.bench.operations.Operations;
import dev.everfill.bench.operations.Scraping;
import dev.everfill.bench.throughput.Throughput;
import dev.everfill.bench.watch.Observed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Duration HOLD = Duration.ofMillis(20);

  private static Felt felt(double writerP99, double writerMax, double readerP95) {
    return new Felt(
        10,
        new Latency(2_000, 1, 2, writerP99, writerMax),
        new Latency(500, 1, readerP95, readerP95, readerP95));
  }

  private static Outcome everfill(Felt during, double longest, long waits, long differences) {
    return new Outcome(
        "everfill",
        felt(4, 9, 5),
        during,
        during,
        71_000,
        7_100,
        new Observed(1_000, longest, "", waits, waits, 9),
        1_000_000,
        differences);
  }

  private static Report report(Outcome everfill, double sink) {
    List<Felt> idles = List.of(felt(4, 9, 5), felt(40, 90, 50), felt(3, 9, 4));
    Throughput throughput =
        new Throughput(
            sink,
            400,
            List.of(
                new Throughput.Loop("same", 400, 10_000),
                new Throughput.Loop("plain", 400, 20_000)));
    return new Report(Map.of(), idles, List.of(everfill), throughput, operations(50, 12_000));
  }

  /** At 20 scrapes a second, of 20 000 rows a second without any. */
  private static Operations operations(double p99, double scraped) {
    Latency latency = new Latency(100, 1, 2, p99, p99);
    return new Operations(
        List.of(new Operations.Endpoint("/health/live", latency)),
        new Scraping(9, 20_000, scraped, latency));
  }

  private static Report looked(double p99, double scraped) {
    return new Report(Map.of(), List.of(), List.of(), null, operations(p99, scraped));
  }

  @Test
  void everyTargetHoldsAtItsBound() {
    Report report = report(everfill(felt(6, 50, 6), 40, 0, 0), 9_000);
    assertThat(report.targets(HOLD)).hasSize(9).allMatch(Target::holds);
  }

  @Test
  void eachTargetFailsAlone() {
    assertThat(
            List.of(
                report(everfill(felt(6.1, 50, 6), 40, 0, 0), 9_000),
                report(everfill(felt(6, 50.1, 6), 40, 0, 0), 9_000),
                report(everfill(felt(6, 50, 6.1), 40, 0, 0), 9_000),
                report(everfill(felt(6, 50, 6), 40.1, 0, 0), 9_000),
                report(everfill(felt(6, 50, 6), 40, 1, 0), 9_000),
                report(everfill(felt(6, 50, 6), 40, 0, 1), 9_000),
                report(everfill(felt(6, 50, 6), 40, 0, 0), 8_999),
                looked(50.1, 12_000),
                looked(50, 11_900)))
        .allSatisfy(
            report ->
                assertThat(report.targets(HOLD)).filteredOn(target -> !target.holds()).hasSize(1));
  }

  @Test
  void theTableNamesEverything() {
    assertThat(String.join("\n", Table.lines(report(everfill(felt(6, 50, 6), 40, 0, 0), 9_000))))
        .contains("idle 1", "idle 3", "everfill", "7100", "same statement", "ratio 0.90")
        .contains("/health/live", "one a second costs 2.00 %");
  }
}
