package dev.everfill.bench.contender;

import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.launcher.demo.Example;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code everfill run} as a process of its own, with a broker inside it. For one thread. */
public final class EverfillProcess {
  /** The pipeline's name, which no pipeline of a user has: what an earlier run left is removed. */
  public static final String NAME = "everfill_bench";

  /** The field that is filled. */
  public static final String FIELD = "transmissions.last_seen";

  private static final Pattern DASHBOARD = Pattern.compile("the dashboard: (\\S+)");
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Bench bench;
  private final Path log;
  private final Process process;

  private EverfillProcess(Bench bench, Path log, Process process) {
    this.bench = bench;
    this.log = log;
    this.process = process;
  }

  /** Writes a configuration and starts it. */
  public static EverfillProcess start(Bench bench) throws IOException, InterruptedException {
    configure(bench);
    Path log = bench.folder().resolve("everfill.log");
    Files.deleteIfExists(log);
    // What an earlier run has left that was stopped early; harmless if there is nothing.
    process(bench, log, "destroy", "--yes").waitFor();
    return new EverfillProcess(bench, log, process(bench, log, "run"));
  }

  /**
   * Makes sure that it runs.
   *
   * @throws IllegalStateException if it has ended
   */
  public void check() {
    if (!process.isAlive()) {
      throw new IllegalStateException("everfill has ended; see " + log);
    }
  }

  /**
   * Where its operations server listens.
   *
   * @throws IllegalStateException if it has not said so, as it does before anything else
   */
  public URI operations() throws IOException {
    Matcher said = DASHBOARD.matcher(Files.readString(log));
    if (!said.find()) {
      throw new IllegalStateException("everfill has not said where its dashboard is; see " + log);
    }
    return URI.create(said.group(1));
  }

  /** What it has used of the processors so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Whether it has said something; false while it has not. */
  public boolean said(String text) throws IOException {
    return Files.readString(log).contains(text);
  }

  /** Stops it and removes what it has created in PostgreSQL. */
  public void destroy() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
    Process destroy = process(bench, log, "destroy", "--yes");
    if (!destroy.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS) || destroy.exitValue() != 0) {
      throw new IllegalStateException("everfill destroy has failed; see " + log);
    }
  }

  private static Process process(Bench bench, Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("dev.everfill.launcher.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("-c", config(bench).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(bench.cores().contender(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("BENCH_PASSWORD", bench.server().settings().password());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "bench-shutdown"));
    return process;
  }

  private static Path config(Bench bench) {
    return bench.folder().resolve("everfill.yaml");
  }

  private static void configure(Bench bench) throws IOException {
    PostgresSettings source = bench.server().settings();
    Files.writeString(
        config(bench),
        "name: "
            + NAME
            + "\nsource:\n  url: "
            + source.url()
            + "\n  user: "
            + source.user()
            + "\n  password: ${env:BENCH_PASSWORD}\ndata-dir: everfill-data\npace: {max-hold: "
            + bench.maxHold().toMillis()
            + "ms}\nops: {bind: \"127.0.0.1:0\"}\nfields:\n"
            + Example.of("transmissions").orElseThrow().fields());
  }
}
