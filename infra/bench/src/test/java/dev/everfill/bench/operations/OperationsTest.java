package dev.everfill.bench.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.everfill.bench.load.Latency;
import org.junit.jupiter.api.Test;

class OperationsTest {
  @Test
  void whatWasCapturedIsTheSumOverTablesAndKinds() {
    String metrics =
        """
        # TYPE everfill_capture_events_total counter
        everfill_capture_events_total{op="read",table="public.observations"} 1.5E3
        everfill_capture_events_total{op="upsert",table="public.transmissions"} 20.0
        everfill_capture_lag_seconds 7.0
        """;
    assertThat(Pages.captured(metrics)).isEqualTo(1_520);
    assertThat(Pages.captured("")).isZero();
  }

  @Test
  void oneScrapeASecondCostsATwentiethOfTwenty() {
    Scraping scraping = new Scraping(9, 20_000, 18_000, new Latency(10, 2, 3, 3, 4));
    assertThat(scraping.cost()).isCloseTo(0.005, within(1e-9));
    assertThat(scraping.line()).contains("18000 rows/s", "20000 rows/s", "0.50 %");
  }
}
