package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.CapturedColumns;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.SourceColumns;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.producer.CapturedTable;
import java.util.List;
import java.util.SortedMap;

/**
 * A configuration that has passed every check: what will be captured, computed and written.
 *
 * @param fields in the configuration's order, one for one
 * @param serverMajor the source's major version
 */
public record Prepared(PipelineConfig config, List<FieldDefinition> fields, int serverMajor) {
  private static final int ORIGIN_FILTER_SINCE = 16;

  public Prepared {
    fields = List.copyOf(fields);
  }

  public TopicNames names() {
    return new TopicNames(config.name());
  }

  public PostgresSettings postgres() {
    return Settings.postgres(config);
  }

  /** What is captured of each table. */
  public SortedMap<TableName, CapturedColumns> captured() {
    return SourceColumns.of(fields);
  }

  List<CapturedTable> capturedTables() {
    return captured().values().stream()
        .map(table -> new CapturedTable(table.table(), table.columns()))
        .toList();
  }

  /** The same fields as other generations, in the same order. */
  Prepared with(List<FieldDefinition> generations) {
    return new Prepared(config, generations, serverMajor);
  }

  /**
   * Whether the stream may leave out what was written under a replication origin: the server can,
   * and no field reads a column that a field writes.
   */
  boolean skipOwnWrites() {
    return serverMajor >= ORIGIN_FILTER_SINCE && fields.stream().noneMatch(this::readsWritten);
  }

  private boolean readsWritten(FieldDefinition field) {
    return Plans.scans(field.plan()).stream().anyMatch(this::readsWritten);
  }

  private boolean readsWritten(Relation.Scan scan) {
    return fields.stream()
        .filter(field -> field.target().name().equals(scan.table().name()))
        .flatMap(field -> field.values().stream())
        .anyMatch(
            written -> scan.columns().stream().anyMatch(c -> c.name().equals(written.name())));
  }
}
