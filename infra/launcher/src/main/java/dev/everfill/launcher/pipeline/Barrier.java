package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waits until what was committed so far has been written. Safe for all threads. */
final class Barrier {
  private static final long INTERVAL_MILLIS = 50;
  private final List<FieldDefinition> fields;
  private final Registry registry;
  private final Runnable check;

  /**
   * @param check throws once a field cannot go on
   */
  Barrier(List<FieldDefinition> fields, Registry registry, Runnable check) {
    this.fields = fields;
    this.registry = registry;
    this.check = check;
  }

  void await(Duration timeout, BooleanSupplier stopped) throws InterruptedException {
    long level = registry.requestLevel();
    long deadline = System.nanoTime() + timeout.toNanos();
    for (FieldDefinition field : fields) {
      FieldRef ref = FieldRef.of(field);
      while (registry.level(ref).orElse(0) < level) {
        check.run();
        if (stopped.getAsBoolean()) {
          throw new InterruptedException("asked to stop");
        }
        if (System.nanoTime() - deadline > 0) {
          throw new EverfillException(
              Reason.INTERNAL,
              ref.name() + " has not written everything within " + timeout.toSeconds() + " s");
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
    }
  }
}
