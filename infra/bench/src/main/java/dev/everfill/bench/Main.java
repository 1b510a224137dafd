package dev.everfill.bench;

import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.contender.Contenders;
import dev.everfill.bench.report.Report;
import dev.everfill.bench.report.Results;
import dev.everfill.bench.server.Cores;
import dev.everfill.bench.server.Dataset;
import dev.everfill.bench.server.Machine;
import dev.everfill.bench.server.Server;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infra/bench/run}: what an application feels while a column is filled. */
@Command(
    name = "infra/bench/run",
    description = "Measure what an application feels while a column is filled, and by whom.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 every target holds, 1 one does not or it failed, 2 usage."})
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--scale",
      defaultValue = "1.0",
      description =
          "1.0 is 71 000 rows and 1.5 million observations; ${DEFAULT-VALUE} if left out.")
  private BigDecimal scale;

  @Option(
      names = "--scenarios",
      split = ",",
      description =
          "Some of one-update, loop, trigger, everfill, throughput, operations; all if left"
              + " out.")
  private List<String> scenarios = known();

  @Option(
      names = "--unpinned",
      description =
          "Leave placement to the scheduler; else PostgreSQL and the application have core 0, and"
              + " who fills has core 1.")
  private boolean unpinned;

  @Option(names = "--pinned", description = "The default.", hidden = true)
  private boolean pinned;

  @Option(
      names = "--url",
      description =
          "An empty database of a PostgreSQL with wal_level=logical, as jdbc:postgresql://…; a"
              + " server of its own if left out.")
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

  @Option(
      names = "--everfill-dir",
      paramLabel = "DIR",
      description =
          "Where Everfill keeps what it has on its own host, its broker included: a disk that"
              + " PostgreSQL does not use; beside PostgreSQL's data if left out.")
  private Path everfillDir;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes everything there.")
  private Path json;

  /** Ends the process with the exit code. */
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
    check();
    Map<String, Object> about = about();
    try (Folder folder = Folder.of(dataDir);
        Folder everfill = everfill(folder);
        Server server = server(folder)) {
      about.put("postgres", Machine.settings(server));
      say("preparing the rows");
      Dataset dataset = new Dataset(server, scale);
      dataset.prepare();
      server.age();
      about.put("rows", dataset.rows());
      Cores cores = new Cores(!unpinned);
      cores.hindrance().ifPresent(Main::say);
      cores.placeApplication(server);
      Duration hold = Duration.ofMillis(maxHold);
      Bench bench = new Bench(server, dataset.rows(), cores, everfill.path(), hold);
      Report report =
          new Run(bench, dataset, Main::say)
              .report(Set.copyOf(scenarios), Duration.ofSeconds(idleSeconds));
      about.putAll(report.about());
      return Results.tell(about, report, hold, json) ? 0 : 1;
    }
  }

  private static List<String> known() {
    List<String> names = new ArrayList<>(Contenders.names());
    names.add(Run.THROUGHPUT);
    names.add(Run.OPERATIONS);
    return List.copyOf(names);
  }

  private void check() {
    Set<String> unknown = new LinkedHashSet<>(scenarios);
    unknown.removeAll(known());
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no such scenario: " + unknown + "; there are " + known());
    }
    if (unpinned && pinned) {
      throw new ParameterException(spec.commandLine(), "--pinned or --unpinned, not both");
    }
    if (!unpinned && Runtime.getRuntime().availableProcessors() < 2) {
      throw new ParameterException(
          spec.commandLine(), "there is one core only; --unpinned measures on it");
    }
  }

  private Map<String, Object> about() {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("at", Instant.now().toString());
    about.put("scale", scale);
    about.put("pinned", !unpinned);
    about.put("maxHoldMillis", maxHold);
    about.put("everfillDir", everfillDir == null ? "" : everfillDir.toString());
    about.put("machine", Machine.describe());
    return about;
  }

  private Folder everfill(Folder folder) throws IOException {
    return Folder.of(everfillDir == null ? folder.path().resolve("everfill") : everfillDir);
  }

  private Server server(Folder folder) {
    return url == null
        ? Server.embedded(folder.path().resolve("postgres"))
        : Server.given(url, user, System.getenv().getOrDefault("BENCH_PASSWORD", ""));
  }

  private static void say(String what) {
    System.err.println("bench: " + what);
  }
}
