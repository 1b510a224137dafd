package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.launcher.pipeline.Administration;
import dev.everfill.launcher.pipeline.Preflight;
import dev.everfill.launcher.pipeline.Prepared;
import dev.everfill.launcher.pipeline.Sessions;
import dev.everfill.launcher.pipeline.Topics;
import dev.everfill.launcher.pipeline.WriteEffects;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code everfill plan}. */
@Command(
    name = "plan",
    description = {
      "Show what would be captured, created and written; touch nothing.",
      "",
      "Also the statements that give the role no more than it needs, the indexes to build once the"
          + " columns are filled, and PostgreSQL's own plan of the reads that they serve."
    })
final class PlanCommand extends Verb.Configured {
  @Override
  int execute() {
    Sessions sessions = new Sessions(config());
    Preflight.Findings findings = Preflight.look(sessions);
    Map<String, Object> plan;
    try (Connection connection = sessions.open(Duration.ofMinutes(1))) {
      plan = plan(connection, findings);
    } catch (SQLException failed) {
      throw SqlStates.failure("planning", failed);
    }
    if (output().json()) {
      output().print(terminal(), plan);
    } else {
      PlanText.lines(plan).forEach(terminal().out()::println);
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> plan(Connection connection, Preflight.Findings findings) {
    Prepared prepared = findings.prepared();
    PipelineConfig config = prepared.config();
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("capture", captured(prepared));
    plan.put("own writes", prepared.ownWrites().why());
    Map<String, Object> created = new LinkedHashMap<>();
    created.put("publication and slot", config.name());
    created.put("control schema", config.name());
    int partitions = config.kafka().map(PipelineConfig.Kafka::partitions).orElse(4);
    created.put("topics", List.copyOf(Topics.of(prepared, partitions).keySet()));
    plan.put("create", created);
    List<Object> fields = new ArrayList<>();
    for (int i = 0; i < prepared.fields().size(); i++) {
      fields.add(
          field(connection, prepared.fields().get(i), config.fields().get(i), config.pace()));
    }
    plan.put("fields", fields);
    plan.put("statements", Administration.missing(connection, prepared));
    plan.put("problems", findings.missing());
    return plan;
  }

  private static Map<String, List<String>> captured(Prepared prepared) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    prepared
        .captured()
        .forEach((name, table) -> tables.put(name.toString(), names(table.columns())));
    return tables;
  }

  private static Map<String, Object> field(
      Connection connection,
      FieldDefinition field,
      PipelineConfig.Field stated,
      PipelineConfig.Pace pace) {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("name", field.name());
    plan.put("select", field.select());
    plan.put(
        "write", field.target().name() + " (" + String.join(", ", names(field.values())) + ")");
    WriteEffects effects = WriteEffects.of(connection, field);
    plan.put("triggers", effects.triggers());
    plan.put("checks", effects.checks());
    plan.put("written indexes", effects.indexes());
    plan.put("pace", PlanPace.of(pace, stated));
    plan.put("indexes", Indexes.statements(stated));
    plan.put("reads", stated.reads().stream().map(r -> Reads.explain(connection, r)).toList());
    plan.put("note", note(connection, stated));
    return plan;
  }

  private static String note(Connection connection, PipelineConfig.Field stated) {
    long missing = stated.indexes().stream().filter(i -> !Reads.indexExists(connection, i)).count();
    if (stated.indexes().isEmpty()) {
      return "no index is stated: the reads are explained as they are now";
    } else if (missing == 0) {
      return "every index exists: the reads are explained with them";
    }
    return missing
        + " of the indexes are not built yet, and PostgreSQL cannot explain an index that is not"
        + " there: the reads are explained without. Build them once the column is filled, then run"
        + " plan again";
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
