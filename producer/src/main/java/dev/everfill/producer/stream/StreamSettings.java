package dev.everfill.producer.stream;

import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.producer.CapturedTable;
import java.util.List;

/**
 * What a {@link ChangeStream} follows.
 *
 * @param slot exists, and nobody uses it
 * @param publication exists and covers the tables
 * @param prefix of the logical messages to deliver
 * @param application the name under which the server sees the stream
 * @param skipOrigins leave out what was written under a replication origin; needs PostgreSQL 16
 */
public record StreamSettings(
    PostgresSettings source,
    String slot,
    String publication,
    String prefix,
    String application,
    List<CapturedTable> tables,
    boolean skipOrigins) {
  public StreamSettings {
    tables = List.copyOf(tables);
  }
}
