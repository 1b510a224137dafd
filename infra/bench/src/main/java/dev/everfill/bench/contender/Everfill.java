package dev.everfill.bench.contender;

import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.launcher.demo.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real thing: {@code everfill run} as a process of its own, with a broker inside it. */
final class Everfill implements Contender {
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 50;
  private static final String STATUS =
      "SELECT rows_changed, live, state, message FROM everfill.status";

  private Process running;

  @Override
  public String name() {
    return "everfill";
  }

  @Override
  public String sessions() {
    return "everfill%";
  }

  @Override
  public String writers() {
    return "everfill write";
  }

  @Override
  public Filled fill(Bench bench) throws SQLException, IOException, InterruptedException {
    long begun = System.nanoTime();
    long writing = 0;
    configure(bench);
    running = start(bench, "run");
    try (Connection connection = bench.server().connect("bench status")) {
      while (true) {
        Status status = status(connection);
        if (writing == 0 && status.changed() > 0) {
          writing = System.nanoTime();
        }
        if (status.live()) {
          long ended = System.nanoTime();
          return new Filled(status.changed(), begun, writing == 0 ? ended : writing, ended);
        }
        if (!running.isAlive()) {
          throw new IllegalStateException("everfill has ended; see " + log(bench));
        }
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  private record Status(long changed, boolean live) {
    static final Status NONE = new Status(0, false);
  }

  private static Status status(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATUS);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Status.NONE;
      }
      if ("failed".equals(row.getString(3))) {
        throw new IllegalStateException("everfill has failed: " + row.getString(4));
      }
      return new Status(row.getLong(1), row.getBoolean(2));
    } catch (SQLException failed) {
      if ("42P01".equals(failed.getSQLState())) {
        return Status.NONE;
      }
      throw failed;
    }
  }

  @Override
  public void cleanUp(Bench bench) throws SQLException, IOException, InterruptedException {
    if (running == null) {
      return;
    }
    running.destroy();
    if (!running.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      running.destroyForcibly().waitFor();
    }
    Process destroy = start(bench, "destroy", "--yes");
    if (!destroy.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS) || destroy.exitValue() != 0) {
      throw new IllegalStateException("everfill destroy has failed; see " + log(bench));
    }
    running = null;
  }

  private static Process start(Bench bench, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("dev.everfill.launcher.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("-c", config(bench).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(bench.cores().contender(command))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(bench).toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log(bench).toFile()));
    builder.environment().put("BENCH_PASSWORD", bench.server().settings().password());
    return builder.start();
  }

  private static Path config(Bench bench) {
    return bench.folder().resolve("everfill.yaml");
  }

  private static Path log(Bench bench) {
    return bench.folder().resolve("everfill.log");
  }

  private static void configure(Bench bench) throws IOException {
    PostgresSettings source = bench.server().settings();
    Files.writeString(
        config(bench),
        "name: everfill\nsource:\n  url: "
            + source.url()
            + "\n  user: "
            + source.user()
            + "\n  password: ${env:BENCH_PASSWORD}\ndata-dir: everfill-data\npace: {max-hold: "
            + bench.maxHold().toMillis()
            + "ms}\nfields:\n"
            + Example.of("transmissions").orElseThrow().fields());
  }
}
