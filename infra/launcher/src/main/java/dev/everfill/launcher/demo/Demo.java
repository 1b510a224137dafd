package dev.everfill.launcher.demo;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.PostgresServer;
import dev.everfill.launcher.feed.Operations;
import dev.everfill.launcher.pipeline.Pipeline;
import dev.everfill.launcher.pipeline.Preflight;
import dev.everfill.launcher.pipeline.Prepared;
import dev.everfill.launcher.pipeline.Role;
import dev.everfill.launcher.pipeline.Sessions;
import dev.everfill.launcher.pipeline.Shutdown;
import dev.everfill.launcher.progress.Terminal;
import dev.everfill.launcher.run.Runner;
import dev.everfill.launcher.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The examples on servers of their own: seeded, written to by an application, filled by the very
 * pipeline that {@code run} runs. For one thread.
 */
public final class Demo {
  private static final long SEED = 20_261_121;
  private static final long VERIFY_EVERY_NANOS = 15_000_000_000L;
  private final DemoOptions options;
  private final Terminal terminal;
  private final Shutdown stopped;

  /**
   * @param stopped asked now and then whether to end
   */
  public Demo(DemoOptions options, Terminal terminal, Shutdown stopped) {
    this.options = options;
    this.terminal = terminal;
    this.stopped = stopped;
  }

  /**
   * What a demo ends with.
   *
   * @param verdicts what was found at the end; empty if it was stopped before
   * @param failures of the fields, each reason once
   */
  public record Ending(List<Verdict> verdicts, List<Reason> failures) {
    private static final Ending STOPPED = new Ending(List.of(), List.of());
  }

  /**
   * Runs until it is stopped, or with {@code exitWhenLive} until every field is verified.
   *
   * @return what there is to say at the end
   */
  public Ending run() throws InterruptedException {
    try (Operations operations = Operations.start(options.operations())) {
      terminal.say("the dashboard: " + terminal.bold(operations.url()));
      return run(operations);
    }
  }

  private Ending run(Operations operations) throws InterruptedException {
    DemoFolder folder = new DemoFolder(options.dataDir());
    story();
    terminal.say("starting PostgreSQL in " + options.dataDir());
    try (PostgresServer server = folder.startPostgres(options.postgresPort())) {
      stopped.lastResort(server::close);
      PipelineConfig config = prepare(folder, server);
      if (stopped.getAsBoolean()) {
        return Ending.STOPPED;
      }
      List<Traffic> applications = new ArrayList<>();
      Sessions sessions = new Sessions(config);
      Prepared prepared = Preflight.check(sessions);
      try (Pipeline pipeline =
              Pipeline.start(
                  prepared, sessions, Role.ALL, operations.instruments(), terminal::say);
          Operations.Attached attached = operations.attach(pipeline)) {
        options.examples().forEach(e -> applications.add(traffic(e, folder.application(server))));
        return watch(pipeline, applications);
      } finally {
        applications.forEach(Traffic::close);
      }
    }
  }

  private void story() {
    for (Example example : options.examples()) {
      String[] story = example.story().split("\n", 2);
      terminal.say("\n" + terminal.bold(story[0]) + "\n" + story[1] + "\n");
    }
  }

  private PipelineConfig prepare(DemoFolder folder, PostgresServer server) {
    DemoDatabase.createOnce(folder.administrator(server, "postgres"), folder);
    PostgresSettings application = folder.application(server);
    Set<String> seeded = DemoDatabase.seeded(application);
    for (Example example : options.examples()) {
      if (seeded.contains(example.name())) {
        terminal.say("going on with the rows of " + example.name());
      } else {
        terminal.say("seeding " + example.name());
        DemoDatabase.seed(application, example, options.scale());
      }
    }
    PipelineConfig config = folder.configure(server, options.examples());
    DemoDatabase.grant(folder.administrator(server, DemoFolder.DATABASE), config);
    terminal.say("psql: " + server.url(DemoFolder.DATABASE).substring("jdbc:".length()));
    config.fields().forEach(f -> terminal.say("\n  " + f.select().replace("\n", "\n  ")));
    terminal.say("");
    return config;
  }

  private Traffic traffic(Example example, PostgresSettings application) {
    return new Traffic(
        example.name(), application, example.traffic(), options.trafficPerSecond(), SEED);
  }

  private Ending watch(Pipeline pipeline, List<Traffic> applications) throws InterruptedException {
    Runner runner = new Runner(pipeline, terminal, stopped);
    if (!options.exitWhenLive()) {
      runner.untilStopped(new Rounds(runner, applications));
      return new Ending(List.of(), pipeline.reasons());
    }
    if (!runner.untilLive()) {
      return Ending.STOPPED;
    }
    applications.forEach(Traffic::close);
    applications.forEach(this::tell);
    return new Ending(runner.verify(), List.of());
  }

  /** What the applications did; a kind that never found a row would show here. */
  private void tell(Traffic traffic) {
    String rows =
        traffic.rows().entrySet().stream()
            .map(kind -> kind.getValue() + " " + kind.getKey())
            .collect(Collectors.joining(", "));
    terminal.say("the application ran " + traffic.statements() + " statements on rows: " + rows);
  }

  /** Once every field is live: what the applications did, and whether the fields are right. */
  private final class Rounds implements Runner.Beside {
    private final Runner runner;
    private final List<Traffic> applications;
    private boolean begun;
    private long next;

    Rounds(Runner runner, List<Traffic> applications) {
      this.runner = runner;
      this.applications = applications;
    }

    @Override
    public void run() throws InterruptedException {
      if (!begun) {
        begun = true;
        terminal.say("every field is live; the application goes on. Ctrl-C ends it.");
      } else if (System.nanoTime() - next < 0) {
        return;
      }
      next = System.nanoTime() + VERIFY_EVERY_NANOS;
      applications.forEach(Demo.this::tell);
      runner.verify().forEach(verdict -> verdict.lines().forEach(terminal::say));
    }
  }
}
