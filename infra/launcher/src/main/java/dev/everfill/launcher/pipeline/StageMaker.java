package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.Stage;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.Resyncs;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.processor.Compute;
import dev.everfill.processor.ComputeSettings;
import dev.everfill.producer.Capture;
import dev.everfill.producer.CaptureSettings;
import dev.everfill.sink.Write;
import dev.everfill.sink.WriteField;
import dev.everfill.sink.WriteSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the stages of this process's roles, not started. Stateless. */
final class StageMaker {
  private final Prepared prepared;
  private final Ground ground;

  StageMaker(Prepared prepared, Ground ground) {
    this.prepared = prepared;
    this.ground = ground;
  }

  /**
   * @param state the folder of the compute stages' local state
   * @param epoch in which the stages may work, and in no other
   */
  Stages stages(Path state, String epoch) {
    return new Stages(
        has(Role.CAPTURE) ? capture(epoch) : Absent.STAGE,
        has(Role.COMPUTE) ? compute(state) : Map.of(),
        has(Role.WRITE) ? write() : Absent.STAGE);
  }

  private boolean has(Role role) {
    return ground.roles().contains(role);
  }

  private Map<String, Stage> compute(Path state) {
    Map<String, Stage> compute = new LinkedHashMap<>();
    for (FieldDefinition field : prepared.fields()) {
      compute.put(
          field.name(),
          new Compute(
              new ComputeSettings(
                  prepared.names(), ground.kafka(), state, field, 1, ground.instruments())));
    }
    return compute;
  }

  private Stage capture(String epoch) {
    Resyncs resyncs = new Resyncs(prepared.names().pipeline());
    return new Capture(
        new CaptureSettings(
            prepared.names(),
            prepared.postgres(),
            ground.kafka(),
            prepared.capturedTables(),
            prepared.ownWrites().skipped(),
            CaptureSettings.DEFAULT_CHUNK_ROWS,
            ground.instruments()),
        ground.sessions().budget(),
        connection -> resyncs.epoch(connection).equals(Optional.of(epoch)));
  }

  private Stage write() {
    List<WriteField> fields = new ArrayList<>();
    List<PipelineConfig.Field> stated = prepared.config().fields();
    for (int i = 0; i < stated.size(); i++) {
      fields.add(
          new WriteField(
              prepared.fields().get(i), Settings.pace(prepared.config(), stated.get(i))));
    }
    return new Write(
        new WriteSettings(
            prepared.names(),
            prepared.postgres(),
            ground.kafka(),
            List.copyOf(fields),
            Settings.rate(prepared.config().pace()),
            ground.instance().id(),
            ground.instruments()),
        ground.sessions().budget());
  }
}
