package dev.everfill.base.component;

import org.slf4j.MDC;

/**
 * Where a log line comes from: the stage of its thread, and the field and partition that are worked
 * on, each under its own key of the logging context. Set per thread or per batch, never per row.
 * Stateless.
 */
public final class LogContext {
  /** {@code capture}, {@code compute} or {@code write}. */
  public static final String STAGE = "stage";

  /** {@code table.column}. */
  public static final String FIELD = "field";

  /** Of a topic. */
  public static final String PARTITION = "partition";

  private LogContext() {}

  /** What is named until it is closed, on the thread that named it. */
  public interface Named extends AutoCloseable {
    @Override
    void close();
  }

  /** The work of a stage's thread: whatever it logs names the stage. */
  public static Runnable stage(String stage, Runnable work) {
    return () -> {
      try (Named named = named(STAGE, stage)) {
        work.run();
      }
    };
  }

  /** The work of a thread that a stage has for one field. */
  public static Runnable stage(String stage, String field, Runnable work) {
    return stage(
        stage,
        () -> {
          try (Named named = field(field)) {
            work.run();
          }
        });
  }

  /** The field that is worked on. */
  public static Named field(String name) {
    return named(FIELD, name);
  }

  /** The partition that is worked on. */
  public static Named partition(int partition) {
    return named(PARTITION, Integer.toString(partition));
  }

  private static Named named(String key, String value) {
    String before = MDC.get(key);
    MDC.put(key, value);
    return () -> {
      if (before == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, before);
      }
    };
  }
}
