package dev.everfill.producer;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.postgres.PostgresSettings;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link Capture} works on.
 *
 * @param tables each at most once, at least one
 * @param skipOwnWrites leave out what was written under a replication origin (PostgreSQL 16 and
 *     later; below it has no effect)
 * @param chunkRows rows read at a time, ≥ 1; {@link #DEFAULT_CHUNK_ROWS} is a good choice
 * @param instruments what it records into
 */
public record CaptureSettings(
    TopicNames names,
    PostgresSettings source,
    KafkaSettings kafka,
    List<CapturedTable> tables,
    boolean skipOwnWrites,
    int chunkRows,
    Instruments instruments) {

  /**
   * So few that reading them keeps a core of the server for about a millisecond: an application's
   * statement that meets it hardly feels it.
   */
  public static final int DEFAULT_CHUNK_ROWS = 256;

  /** Recorded nowhere. */
  public CaptureSettings(
      TopicNames names,
      PostgresSettings source,
      KafkaSettings kafka,
      List<CapturedTable> tables,
      boolean skipOwnWrites,
      int chunkRows) {
    this(names, source, kafka, tables, skipOwnWrites, chunkRows, Instruments.NONE);
  }

  public CaptureSettings {
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(instruments, "instruments");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(kafka, "kafka");
    tables = List.copyOf(tables);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one table to capture");
    }
    long distinct = tables.stream().map(t -> t.table().name()).distinct().count();
    if (distinct != tables.size()) {
      throw new IllegalArgumentException("a table may be captured only once: " + tables);
    }
    if (chunkRows < 1) {
      throw new IllegalArgumentException("chunkRows must be at least 1 but was " + chunkRows);
    }
  }
}
