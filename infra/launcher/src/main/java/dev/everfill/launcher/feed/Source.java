package dev.everfill.launcher.feed;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.status.SlotView;
import dev.everfill.launcher.pipeline.FieldProgress;
import dev.everfill.launcher.pipeline.StageStatuses;
import java.util.List;
import java.util.Map;

/** Where a feed looks: a running pipeline. Everything but {@link #ask} answers from memory. */
public interface Source {
  /** The control schema's name. */
  String schema();

  /** What the configuration bounds each field's pace by, in the configuration's order. */
  Map<String, PipelineConfig.Pace> fields();

  /**
   * Runs short work on the control schema, in one transaction; may wait for the server.
   *
   * @throws dev.everfill.base.error.EverfillException if the server fails
   */
  <T> T ask(String what, Database.Work<T> work);

  /** How far each of these fields has come in this process's stages. */
  List<FieldProgress> progress(StatusReport report);

  /** What this process's stages say of themselves. */
  StageStatuses stages();

  /** Why fields have failed in this process, also while PostgreSQL cannot be told. */
  Map<String, StageStatus.Failure> failures();

  ConnectionBudget.Usage connections();

  /** Null before the first look. */
  SlotView slot();
}
