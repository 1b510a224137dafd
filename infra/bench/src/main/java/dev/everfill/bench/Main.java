package dev.everfill.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.Contender;
import dev.everfill.bench.contender.Contenders;
import dev.everfill.bench.report.Felt;
import dev.everfill.bench.report.Outcome;
import dev.everfill.bench.report.Report;
import dev.everfill.bench.report.Table;
import dev.everfill.bench.report.Target;
import dev.everfill.bench.server.Cores;
import dev.everfill.bench.server.Dataset;
import dev.everfill.bench.server.Machine;
import dev.everfill.bench.server.Server;
import dev.everfill.bench.throughput.Throughput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code infra/bench/run}: what an application feels while a column is filled. */
@Command(
    name = "infra/bench/run",
    description = "Measure what an application feels while a column is filled, and by whom.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {"", "Exit codes: 0 every target holds, 1 one does not or it failed, 2 usage."})
public final class Main implements Callable<Integer> {
  @Option(
      names = "--scale",
      defaultValue = "1.0",
      description = "1.0 is 71 000 rows of 1.5 million; ${DEFAULT-VALUE} if left out.")
  private BigDecimal scale;

  @Option(
      names = "--pinned",
      negatable = true,
      description = "PostgreSQL and the application on core 0, whoever fills on core 1.")
  private boolean pinned;

  @Option(
      names = "--scenarios",
      split = ",",
      description = "Of one-update, loop, trigger, everfill, throughput; all if left out.")
  private List<String> scenarios =
      List.of("one-update", "loop", "trigger", "everfill", "throughput");

  @Option(
      names = "--url",
      description =
          "A PostgreSQL with wal_level=logical and an empty database, as jdbc:postgresql://…; its own if left out.")
  private String url;

  @Option(
      names = "--user",
      defaultValue = "postgres",
      description = "A superuser there; the password is in BENCH_PASSWORD.")
  private String user;

  @Option(
      names = "--idle",
      defaultValue = "20",
      description = "Seconds of each idle window; ${DEFAULT-VALUE} if left out.")
  private int idleSeconds;

  @Option(
      names = "--max-hold",
      defaultValue = "20",
      description = "Everfill's pace.max-hold in ms; ${DEFAULT-VALUE} if left out.")
  private int maxHold;

  @Option(
      names = "--data-dir",
      description = "Keeps PostgreSQL's data for the next run; a temporary folder if left out.")
  private Path dataDir;

  @Option(names = "--json", description = "Writes everything there, as JSON.")
  private Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show how to use it.")
  private boolean help;

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          failure.printStackTrace(at.getErr());
          return 1;
        });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("at", Instant.now().toString());
    about.put("scale", scale);
    about.put("pinned", pinned);
    about.put("maxHoldMillis", maxHold);
    about.put("machine", Machine.describe());
    Path folder = dataDir == null ? Files.createTempDirectory("everfill-bench-") : dataDir;
    Files.createDirectories(folder);
    try (Server server =
        url == null
            ? Server.embedded(folder.resolve("postgres"))
            : Server.given(url, user, System.getenv().getOrDefault("BENCH_PASSWORD", ""))) {
      about.put("postgres", Machine.settings(server));
      Report report = measure(server, folder, about);
      return tell(report);
    }
  }

  private Report measure(Server server, Path folder, Map<String, Object> about) throws Exception {
    Cores cores = new Cores(pinned);
    Dataset dataset = new Dataset(server, scale);
    say("preparing the rows");
    dataset.prepare();
    about.put("rows", dataset.rows());
    cores.placeApplication(server);
    Bench bench = new Bench(server, dataset.rows(), cores, folder, Duration.ofMillis(maxHold));
    Measurement measurement = new Measurement(bench, dataset, Duration.ofSeconds(idleSeconds));
    List<Felt> idles = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    List<Double> loads = new ArrayList<>();
    say("warming up");
    measurement.idle();
    for (Contender contender : Contenders.all()) {
      if (scenarios.contains(contender.name())) {
        say("measuring " + contender.name());
        Outcome outcome = measurement.of(contender);
        idles.add(outcome.idle());
        outcomes.add(outcome);
        loads.add(Machine.load());
      }
    }
    say("idle once more");
    idles.add(measurement.idle());
    Throughput throughput = null;
    if (scenarios.contains("throughput")) {
      say("measuring throughput");
      throughput = cores.asContender(() -> Throughput.measure(bench, dataset));
    }
    about.put("loadAverages", loads);
    // The first window was the warming up.
    List<Double> busy = measurement.coresBusy().subList(1, idles.size() + 1);
    about.put("coresBusyWhileIdle", busy);
    if (busy.stream().anyMatch(cores -> cores > QUIET)) {
      say("somebody else used this machine: while idle, busy cores were " + busy);
    }
    return new Report(about, idles, outcomes, throughput);
  }

  private int tell(Report report) throws IOException {
    Duration hold = Duration.ofMillis(maxHold);
    List<Target> targets = report.targets(hold);
    Table.lines(report).forEach(System.out::println);
    System.out.println();
    targets.forEach(System.out::println);
    if (json != null) {
      Map<String, Object> all = new LinkedHashMap<>(report.about());
      all.put("idles", report.idles());
      all.put("outcomes", report.outcomes());
      all.put("throughput", report.throughput());
      all.put("targets", targets);
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), all);
    }
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  /** Busy cores that the application and its database do not need. */
  private static final double QUIET = 0.7;

  private static void say(String what) {
    System.err.println("bench: " + what);
  }
}
