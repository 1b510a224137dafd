package dev.everfill.bench.report;

import dev.everfill.bench.operations.Operations;
import dev.everfill.bench.throughput.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All that one run has measured.
 *
 * @param about how the machine was used beside it
 * @param idles all windows in which nobody filled anything, in their order
 * @param throughput the sink beside a loop; null if it was not measured
 * @param operations the operations server during a backfill; null if it was not measured
 */
public record Report(
    Map<String, Object> about,
    List<Felt> idles,
    List<Outcome> outcomes,
    Throughput throughput,
    Operations operations) {
  private static final String EVERFILL = "everfill";

  /** The median over all idle windows: a single p99 is noisy. */
  public double idle(ToDoubleFunction<Felt> figure) {
    double[] sorted = idles.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** What is promised, as far as it was measured. */
  public List<Target> targets(Duration maxHold) {
    List<Target> targets = new ArrayList<>();
    everfill().ifPresent(outcome -> felt(outcome, maxHold, targets));
    if (throughput != null) {
      targets.add(
          Target.atLeast(
              "sink's rows per second / a loop's, the same statement and batches",
              throughput.ratio(),
              0.9,
              ""));
    }
    if (operations != null) {
      looked(targets);
    }
    outcomes.forEach(
        outcome ->
            targets.add(
                Target.atMost(
                    outcome.name() + ": rows that differ from the SELECT",
                    (double) outcome.differences(),
                    0,
                    "rows")));
    return targets;
  }

  private void looked(List<Target> targets) {
    for (Operations.Endpoint endpoint : operations.endpoints()) {
      String what = "p99 of GET " + endpoint.path() + " during a backfill";
      targets.add(Target.atMost(what, endpoint.latency().p99(), 50, "ms"));
    }
    targets.add(
        Target.atMost(
            "throughput lost by a scrape every second",
            operations.scraping().cost() * 100,
            2,
            "%"));
  }

  private Optional<Outcome> everfill() {
    return outcomes.stream().filter(outcome -> outcome.name().equals(EVERFILL)).findFirst();
  }

  private void felt(Outcome outcome, Duration maxHold, List<Target> targets) {
    Felt during = outcome.during();
    double p99 = during.writers().p99() / idle(felt -> felt.writers().p99());
    double p95 = during.readers().p95() / idle(felt -> felt.readers().p95());
    targets.add(Target.atMost("writer p99 / idle", p99, 1.5, "×"));
    targets.add(Target.atMost("writer max", during.writers().max(), 50, "ms"));
    targets.add(Target.atMost("reader p95 / idle", p95, 1.2, "×"));
    double longest = outcome.observed().longestTransaction();
    targets.add(Target.atMost("longest sink transaction", longest, 2.0 * maxHold.toMillis(), "ms"));
    targets.add(Target.atMost("lock waits", (double) outcome.observed().lockWaits(), 0, "samples"));
  }
}
