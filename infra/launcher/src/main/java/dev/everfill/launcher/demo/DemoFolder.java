package dev.everfill.launcher.demo;

import dev.everfill.base.config.ConfigReader;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.PostgresAuthentication;
import dev.everfill.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the demonstration keeps: PostgreSQL, passwords, the pipeline's {@code everfill.yaml} and
 * data. A later run on the same folder goes on with it.
 *
 * @param path created where missing
 */
public record DemoFolder(Path path) {
  /** The database of the examples. */
  static final String DATABASE = "app";

  /** The role that owns the tables and writes like an application. */
  static final String APPLICATION = "app";

  /** The unprivileged role of the pipeline. */
  static final String PIPELINE = "everfill";

  private static final String ADMINISTRATOR = "postgres";

  private Secrets secrets() {
    return new Secrets(path.resolve("secrets"));
  }

  String password(String role) {
    return secrets().password(role);
  }

  /**
   * Starts the PostgreSQL of the folder; the caller closes it.
   *
   * @param port 0 for the one of the last time, or any free one
   */
  PostgresServer startPostgres(int port) {
    return PostgresServer.in(path.resolve("postgres"))
        .port(port)
        .authentication(PostgresAuthentication.SCRAM, password(ADMINISTRATOR))
        .setting("shared_buffers", "256MB")
        .setting("max_wal_size", "2GB")
        .start();
  }

  PostgresSettings administrator(PostgresServer server, String database) {
    return new PostgresSettings(server.url(database), ADMINISTRATOR, password(ADMINISTRATOR));
  }

  PostgresSettings application(PostgresServer server) {
    return new PostgresSettings(server.url(DATABASE), APPLICATION, password(APPLICATION));
  }

  /** Writes and reads the pipeline's configuration, as a user would write it. */
  PipelineConfig configure(PostgresServer server, List<Example> examples) {
    secrets().file(PIPELINE);
    StringBuilder text = new StringBuilder();
    text.append(
        "# Written by everfill demo at every start; everfill status -c this file works too.\n");
    text.append("name: everfill\nsource:\n  url: ").append(server.url(DATABASE));
    text.append("\n  user: ").append(PIPELINE);
    text.append("\n  password: ${file:secrets/").append(PIPELINE).append("}\n");
    text.append("data-dir: pipeline\nfields:\n");
    examples.forEach(example -> text.append(example.fields()));
    Path file = path.resolve("everfill.yaml");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return ConfigReader.read(file, Map.of());
  }

  /** Whether a demonstration was here before. */
  boolean used() {
    return Files.exists(path.resolve("everfill.yaml"));
  }
}
