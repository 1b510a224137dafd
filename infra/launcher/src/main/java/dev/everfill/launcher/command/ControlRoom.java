package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.config.Spelling;
import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.launcher.verify.Verifier;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/**
 * A pipeline's control schema, for commands that look at it or leave a wish there while another
 * process runs the pipeline. For one thread; the caller closes it.
 */
final class ControlRoom implements AutoCloseable {
  private final PipelineConfig config;
  private final Database database;

  private ControlRoom(PipelineConfig config, String application) {
    PipelineConfig.Source source = config.source();
    this.config = config;
    this.database =
        new Database(
            new PostgresSettings(source.url(), source.user(), source.password()),
            new PoolSettings(1, Duration.ofSeconds(10), source.pool().connect()),
            application);
  }

  /**
   * @param application shown in {@code pg_stat_activity}
   * @throws ProblemsException if no pipeline of this name has run there
   */
  static ControlRoom of(PipelineConfig config, String application) {
    ControlRoom room = new ControlRoom(config, application);
    try {
      room.check();
      return room;
    } catch (RuntimeException failed) {
      room.close();
      throw failed;
    }
  }

  private void check() {
    if (!new ControlSchema(database, config.name()).exists()) {
      throw problem(
          "schema " + config.name(),
          "no pipeline of this name has run in this database",
          "start it with everfill run, or check name and source.url");
    }
  }

  /** The control schema's name. */
  String schema() {
    return config.name();
  }

  /** Compares fields of a pipeline that this process does not run. */
  Verifier verifier(Verifier.Sessions sessions) {
    return new Verifier(database, config.name(), sessions, false);
  }

  /** Runs the work in one transaction. */
  <T> T ask(String what, Database.Work<T> work) {
    return database.inTransaction(what, work);
  }

  /**
   * That a field is not there, with the name that was probably meant.
   *
   * @param field as it was given
   */
  ProblemsException unknown(Connection connection, String field) {
    List<String> names =
        new FieldStore(config.name())
            .all(connection).stream().map(row -> row.field().name()).toList();
    String remedy =
        Spelling.nearest(field, names)
            .map(near -> "did you mean " + near + "?")
            .orElse(
                names.isEmpty() ? "none is filled yet" : "there are " + String.join(", ", names));
    return problem(field, "there is no such field", remedy);
  }

  static ProblemsException problem(String place, String message, String remedy) {
    return new ProblemsException(List.of(new Problem(place, message, remedy)));
  }

  @Override
  public void close() {
    database.close();
  }
}
