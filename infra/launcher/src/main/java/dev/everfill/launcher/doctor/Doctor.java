package dev.everfill.launcher.doctor;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.launcher.pipeline.Preflight;
import dev.everfill.launcher.pipeline.Prepared;
import dev.everfill.launcher.pipeline.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at everything that a pipeline needs: this machine, the source, the definitions, the slot,
 * the control schema and Kafka. What cannot be looked at does not keep it from looking at the rest.
 * Changes nothing. For one use.
 */
public final class Doctor {
  private static final Duration STATEMENT = Duration.ofSeconds(20);
  private final PipelineConfig config;
  private final List<Finding> findings = new ArrayList<>();
  private boolean connected;

  public Doctor(PipelineConfig config) {
    this.config = config;
  }

  /** Something that is looked at. */
  private interface Look {
    List<Finding> look() throws SQLException;
  }

  /** What a configuration has that was refused. */
  public static List<Finding> refused(ProblemsException refused) {
    return problems(refused.problems(), Reason.CONFIGURATION_INVALID);
  }

  /** Looks at everything, in the order in which it is needed. */
  public List<Finding> examine() {
    findings.add(
        Finding.ok(
            "configuration", config.fields().size() + " fields of pipeline " + config.name()));
    look("this machine", () -> Machine.look(config.dataDir()));
    Sessions sessions = new Sessions(config);
    look("source", () -> source(sessions));
    Prepared[] prepared = new Prepared[1];
    if (connected) {
      look("definitions", () -> definitions(sessions, prepared));
    }
    look("kafka", () -> KafkaCheck.look(config, prepared[0]));
    return List.copyOf(findings);
  }

  private void look(String check, Look look) {
    try {
      findings.addAll(look.look());
    } catch (ProblemsException refused) {
      findings.addAll(problems(refused.problems(), Reason.DEFINITION_REFUSED));
    } catch (SQLException failed) {
      findings.add(failure(check, SqlStates.failure(check, failed)));
    } catch (EverfillException failed) {
      findings.add(failure(check, failed));
    } catch (RuntimeException failed) {
      findings.add(failure(check, SqlStates.failure(check, failed)));
    }
  }

  private static Finding failure(String check, EverfillException failed) {
    String remedy =
        switch (failed.reason()) {
          case SERVER_UNREACHABLE -> "start it, or correct its address in the configuration";
          case PERMISSION_DENIED -> "run the statements that everfill plan prints";
          default -> "look at the message; the server's log may say more";
        };
    return Finding.fail(check, failed.reason(), failed.getMessage(), remedy);
  }

  private static List<Finding> problems(List<Problem> problems, Reason reason) {
    return problems.stream()
        .map(one -> Finding.fail(one.place(), reason, one.message(), one.remedy()))
        .toList();
  }

  private List<Finding> source(Sessions sessions) throws SQLException {
    try (Connection connection = sessions.open(STATEMENT.multipliedBy(2))) {
      connected = true;
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET default_transaction_read_only = on");
        statement.execute("SET statement_timeout = " + STATEMENT.toMillis());
      }
      List<Finding> found = new ArrayList<>(Source.look(connection, config));
      boolean before = Control.exists(connection, config.name());
      found.addAll(Slot.look(connection, config.name(), before));
      found.addAll(before ? Control.look(connection, config) : List.of(Control.never(config)));
      return found;
    }
  }

  private List<Finding> definitions(Sessions sessions, Prepared[] prepared) {
    Preflight.Findings found = Preflight.look(sessions);
    prepared[0] = found.prepared();
    // What has been said already is not said twice.
    Set<String> said = new HashSet<>();
    findings.forEach(finding -> said.add(finding.remedy()));
    List<Finding> all = new ArrayList<>(problems(found.missing(), Reason.CONFIGURATION_INVALID));
    all.removeIf(finding -> said.contains(finding.remedy()));
    if (found.missing().isEmpty()) {
      all.add(
          Finding.ok(
              "definitions",
              "accepted; grants, publication and replica identities suffice for "
                  + found.prepared().captured().size()
                  + " tables"));
    }
    return all;
  }
}
