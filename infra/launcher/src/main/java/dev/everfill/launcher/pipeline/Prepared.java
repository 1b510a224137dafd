package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.definition.CapturedColumns;
import dev.everfill.base.definition.FieldDefinition;
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
 * @param ownWrites how the pipeline's own writes come back
 */
public record Prepared(PipelineConfig config, List<FieldDefinition> fields, OwnWrites ownWrites) {

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
        .map(table -> new CapturedTable(table.table(), table.columns(), table.computed()))
        .toList();
  }

  /** The same fields as other generations, in the same order. */
  Prepared with(List<FieldDefinition> generations) {
    return new Prepared(config, generations, ownWrites);
  }
}
