package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.Analyser;
import dev.everfill.base.definition.Analysis;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.FieldInput;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.producer.CapturePreconditions;
import dev.everfill.producer.CaptureSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds everything that would keep a pipeline from working, and changes nothing. Stateless. */
public final class Preflight {
  private static final Problem NO_COMMON_KAFKA =
      new Problem(
          "kafka",
          "is left out, but a process that runs some of the roles shares its topics with others",
          "add a kafka section with bootstrap-servers, or run all roles in one process");
  private static final Duration STATEMENT = Duration.ofSeconds(30);

  private Preflight() {}

  /**
   * Everything that {@link Pipeline} needs.
   *
   * @throws ProblemsException with every problem of every field and server
   * @throws dev.everfill.base.error.EverfillException if a server cannot be reached
   */
  public static Prepared check(Sessions sessions) {
    return check(sessions, Role.ALL);
  }

  /** As above, but only what a process of these roles needs. */
  public static Prepared check(Sessions sessions, Set<Role> roles) {
    PipelineConfig config = sessions.config();
    if (!Role.whole(roles) && config.kafka().isEmpty()) {
      throw new ProblemsException(List.of(NO_COMMON_KAFKA));
    }
    try (Connection connection = sessions.open(STATEMENT.multipliedBy(2))) {
      List<Problem> problems = new ArrayList<>();
      Prepared prepared = analysed(config, connection, problems);
      if (roles.contains(Role.CAPTURE)) {
        problems.addAll(capturing(connection, prepared));
      }
      if (roles.contains(Role.WRITE)) {
        problems.addAll(WriteGrants.check(connection, prepared));
        problems.addAll(PaceQueries.check(connection, config));
      }
      config
          .kafka()
          .filter(kafka -> Role.anyStage(roles))
          .ifPresent(kafka -> problems.addAll(topics(prepared, kafka)));
      Settings.tooSmall(config.source().pool()).ifPresent(problems::add);
      if (!problems.isEmpty()) {
        throw new ProblemsException(problems.stream().distinct().toList());
      }
      return prepared;
    } catch (SQLException failed) {
      throw SqlStates.failure("checking " + config.source().url(), failed);
    }
  }

  /** What the server and the role lack is said beside what the fields lack. */
  private static List<Problem> capturing(Connection connection, Prepared prepared)
      throws SQLException {
    return prepared.fields().isEmpty()
        ? CapturePreconditions.server(connection, prepared.names(), prepared.postgres())
        : CapturePreconditions.check(connection, capture(prepared));
  }

  /**
   * Only the definitions: what is enough to explain or to verify.
   *
   * @throws ProblemsException if a field was not accepted
   */
  public static Prepared definitions(PipelineConfig config, Connection connection) {
    List<Problem> problems = new ArrayList<>();
    Prepared prepared = analysed(config, connection, problems);
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return prepared;
  }

  /** As {@link #check}, but gives the problems back beside what could be understood. */
  public static Findings look(Sessions sessions) {
    PipelineConfig config = sessions.config();
    try (Connection connection = sessions.open(STATEMENT.multipliedBy(2))) {
      List<Problem> refused = new ArrayList<>();
      Prepared prepared = analysed(config, connection, refused);
      if (!refused.isEmpty()) {
        throw new ProblemsException(refused);
      }
      List<Problem> missing =
          new ArrayList<>(CapturePreconditions.check(connection, capture(prepared)));
      missing.addAll(WriteGrants.check(connection, prepared));
      Settings.tooSmall(config.source().pool()).ifPresent(missing::add);
      missing.addAll(PaceQueries.check(connection, config));
      return new Findings(prepared, missing);
    } catch (SQLException failed) {
      throw SqlStates.failure("checking " + config.source().url(), failed);
    }
  }

  /**
   * @param missing what an administrator has to do first
   */
  public record Findings(Prepared prepared, List<Problem> missing) {}

  private static Prepared analysed(
      PipelineConfig config, Connection connection, List<Problem> problems) {
    List<FieldInput> inputs =
        config.fields().stream()
            .map(f -> new FieldInput(f.place(), f.target(), f.select(), f.otherwise()))
            .toList();
    Analysis analysis =
        new Analyser(new Evaluator(new TopicNames(config.name())), STATEMENT)
            .analyse(connection, inputs);
    problems.addAll(analysis.problems());
    problems.addAll(writtenTwice(analysis.definitions()));
    try {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      return new Prepared(
          config,
          analysis.definitions(),
          OwnWrites.of(connection, major, config.name(), analysis.definitions()));
    } catch (SQLException failed) {
      throw SqlStates.failure("asking for the server's version", failed);
    }
  }

  private static List<Problem> writtenTwice(List<FieldDefinition> fields) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> writers = new HashMap<>();
    for (FieldDefinition field : fields) {
      for (Column column : field.values()) {
        String written = field.target().name() + "." + column.name();
        if (writers.putIfAbsent(written, field.name()) != null) {
          problems.add(
              new Problem(
                  "field " + field.name(),
                  "the column " + written + " is filled by two fields",
                  "leave it out of one of them"));
        }
      }
    }
    return problems;
  }

  private static CaptureSettings capture(Prepared prepared) {
    return new CaptureSettings(
        prepared.names(),
        prepared.postgres(),
        Settings.planned(prepared.config()),
        prepared.capturedTables(),
        prepared.ownWrites().skipped(),
        CaptureSettings.DEFAULT_CHUNK_ROWS);
  }

  private static List<Problem> topics(Prepared prepared, PipelineConfig.Kafka kafka) {
    try (TopicAdmin admin = new TopicAdmin(Settings.existing(kafka), Topics.TIMEOUT)) {
      return admin.check(Topics.of(prepared, kafka.partitions()));
    }
  }
}
