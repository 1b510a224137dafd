package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.processor.Compute;
import dev.everfill.processor.ComputeSettings;
import dev.everfill.producer.Capture;
import dev.everfill.producer.CaptureSettings;
import dev.everfill.sink.Write;
import dev.everfill.sink.WriteField;
import dev.everfill.sink.WriteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running stages.
 *
 * @param compute by the field's name, in the configuration's order
 */
record Stages(Capture capture, Map<String, Stage> compute, Stage write) {
  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  /**
   * The stages, not started.
   *
   * @param reservations for the connections of capture and write
   * @param state the folder of the compute stages' local state
   * @param instance names this process in the control schema
   * @param instruments what the stages record into
   */
  static Stages of(
      Prepared prepared,
      Reservations reservations,
      KafkaSettings kafka,
      Path state,
      String instance,
      Instruments instruments) {
    Map<String, Stage> compute = new LinkedHashMap<>();
    for (FieldDefinition field : prepared.fields()) {
      compute.put(
          field.name(),
          new Compute(new ComputeSettings(prepared.names(), kafka, state, field, 1, instruments)));
    }
    return new Stages(
        capture(prepared, reservations, kafka, instruments),
        compute,
        write(prepared, reservations, kafka, instance, instruments));
  }

  private static Capture capture(
      Prepared prepared, Reservations reservations, KafkaSettings kafka, Instruments instruments) {
    return new Capture(
        new CaptureSettings(
            prepared.names(),
            prepared.postgres(),
            kafka,
            prepared.capturedTables(),
            prepared.ownWrites().skipped(),
            CaptureSettings.DEFAULT_CHUNK_ROWS,
            instruments),
        reservations);
  }

  private static Stage write(
      Prepared prepared,
      Reservations reservations,
      KafkaSettings kafka,
      String instance,
      Instruments instruments) {
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
            kafka,
            List.copyOf(fields),
            Settings.rate(prepared.config().pace()),
            instance,
            instruments),
        reservations);
  }

  /** Those that read first, so that nobody writes before there is a reader that could lag. */
  void start() {
    write.start();
    compute.values().forEach(Stage::start);
    capture.start();
  }

  StageStatuses statuses() {
    Map<String, StageStatus> fields = new LinkedHashMap<>();
    compute.forEach((field, stage) -> fields.put(field, stage.status()));
    return new StageStatuses(capture.status(), fields, write.status());
  }

  /** Stops all at once and waits; what has not stopped in time is named and left behind. */
  void close(Duration patience) {
    Map<String, Stage> all = new LinkedHashMap<>();
    all.put("capture", capture);
    compute.forEach((field, stage) -> all.put("compute " + field, stage));
    all.put("write", write);
    List<Thread> closing = new ArrayList<>();
    all.forEach((name, stage) -> closing.add(closer(name, stage)));
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : closing) {
      join(thread, deadline);
    }
  }

  private static Thread closer(String name, Stage stage) {
    Thread thread = new Thread(() -> stop(name, stage), "everfill-close " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void stop(String name, Stage stage) {
    try {
      stage.close();
    } catch (RuntimeException failed) {
      LOG.warn("{} did not stop in order", name, failed);
    }
  }

  private static void join(Thread thread, long deadline) {
    try {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      if (thread.isAlive()) {
        LOG.warn("{} takes too long; it is left behind", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
