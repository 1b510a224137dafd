package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.status.SlotView;
import dev.everfill.producer.Capture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages of this process; one that runs in another does nothing here.
 *
 * @param compute by the field's name, in the configuration's order
 */
record Stages(Stage capture, Map<String, Stage> compute, Stage write) {
  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  /** Those that read first, so that nobody writes before there is a reader that could lag. */
  void start() {
    write.start();
    compute.values().forEach(Stage::start);
    capture.start();
  }

  /** Null for a stage that runs in another process. */
  StageStatuses statuses() {
    Map<String, StageStatus> fields = new LinkedHashMap<>();
    compute.forEach((field, stage) -> fields.put(field, stage.status()));
    return new StageStatuses(present(capture), fields, present(write));
  }

  private static StageStatus present(Stage stage) {
    return stage instanceof Absent ? null : stage.status();
  }

  /** Of a field; one that does nothing if its computation runs in another process. */
  Stage compute(String field) {
    return compute.getOrDefault(field, Absent.STAGE);
  }

  /** As last seen by the capture of this process; null before its first look. */
  SlotView slot() {
    return capture instanceof Capture here ? here.slot() : null;
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
