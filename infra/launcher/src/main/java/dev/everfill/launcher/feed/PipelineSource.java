package dev.everfill.launcher.feed;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.status.SlotView;
import dev.everfill.launcher.pipeline.FieldProgress;
import dev.everfill.launcher.pipeline.Pipeline;
import dev.everfill.launcher.pipeline.StageStatuses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pipeline of this process. */
public record PipelineSource(Pipeline pipeline) implements Source {
  @Override
  public String schema() {
    return pipeline.prepared().config().name();
  }

  @Override
  public Map<String, PipelineConfig.Pace> fields() {
    PipelineConfig config = pipeline.prepared().config();
    Map<String, PipelineConfig.Pace> fields = new LinkedHashMap<>();
    List<FieldDefinition> definitions = pipeline.prepared().fields();
    for (int i = 0; i < definitions.size(); i++) {
      PipelineConfig.Pace own = config.fields().get(i).pace();
      fields.put(definitions.get(i).name(), own == null ? config.pace() : own);
    }
    return fields;
  }

  @Override
  public <T> T ask(String what, Database.Work<T> work) {
    return pipeline.ask(what, work);
  }

  @Override
  public List<FieldProgress> progress(StatusReport report) {
    return pipeline.progress(report.fields());
  }

  @Override
  public StageStatuses stages() {
    return pipeline.stages();
  }

  @Override
  public Map<String, StageStatus.Failure> failures() {
    return pipeline.failures();
  }

  @Override
  public ConnectionBudget.Usage connections() {
    return pipeline.connections();
  }

  @Override
  public SlotView slot() {
    return pipeline.slot();
  }
}
