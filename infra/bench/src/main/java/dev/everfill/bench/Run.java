package dev.everfill.bench;

import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.Contender;
import dev.everfill.bench.contender.Contenders;
import dev.everfill.bench.operations.Operations;
import dev.everfill.bench.report.Felt;
import dev.everfill.bench.report.Outcome;
import dev.everfill.bench.report.Report;
import dev.everfill.bench.server.Dataset;
import dev.everfill.bench.server.Machine;
import dev.everfill.bench.throughput.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One run: idle, each contender, idle again, the throughput, and what being looked at costs. For
 * one thread.
 */
final class Run {
  static final String THROUGHPUT = "throughput";
  static final String OPERATIONS = "operations";

  /** The least there are: of two, there is no median. */
  private static final int IDLES = 3;

  /** Busy cores that the application and its database do not need; pinned, one is kept busy. */
  private static final double QUIET = 0.7;

  private final Bench bench;
  private final Dataset dataset;
  private final Consumer<String> say;

  Run(Bench bench, Dataset dataset, Consumer<String> say) {
    this.bench = bench;
    this.dataset = dataset;
    this.say = say;
  }

  /**
   * Takes minutes.
   *
   * @param scenarios names of contenders, {@link #THROUGHPUT} and {@link #OPERATIONS}
   * @param idle how long each idle window is
   */
  Report report(Set<String> scenarios, Duration idle) throws Exception {
    Measurement measurement = new Measurement(bench, dataset, idle);
    List<Felt> idles = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    say.accept("warming up");
    measurement.idle();
    for (Contender contender : Contenders.all()) {
      if (scenarios.contains(contender.name())) {
        say.accept("measuring " + contender.name());
        Outcome outcome = measurement.of(contender);
        idles.add(outcome.idle());
        outcomes.add(outcome);
      }
    }
    do {
      say.accept("idle once more");
      idles.add(measurement.idle());
    } while (!outcomes.isEmpty() && idles.size() < IDLES);
    Throughput throughput = null;
    if (scenarios.contains(THROUGHPUT)) {
      say.accept("measuring throughput");
      throughput = bench.cores().asContender(() -> Throughput.measure(bench, dataset));
    }
    Operations operations = null;
    if (scenarios.contains(OPERATIONS)) {
      say.accept("measuring operations");
      dataset.restore();
      operations = Operations.measure(bench);
    }
    return new Report(neighbours(measurement), idles, outcomes, throughput, operations);
  }

  private Map<String, Object> neighbours(Measurement measurement) {
    // The first window was the warming up.
    List<Double> busy = measurement.coresBusy();
    busy = busy.subList(1, busy.size());
    double ours = bench.cores().pinned() ? 1 + QUIET : QUIET;
    if (busy.stream().anyMatch(used -> used > ours)) {
      say.accept("somebody else used this machine: while idle, busy cores were " + busy);
    }
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("coresBusyWhileIdle", busy);
    found.put("loadAverage", Machine.load());
    return found;
  }
}
