package dev.everfill.sink;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Reservations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A write stage in a process of its own, for {@link Audited}'s table, that a test may kill. */
final class SinkChild {
  private SinkChild() {}

  /**
   * Starts one with a failpoint.
   *
   * @param failpoint as {@code everfill.failpoint} takes it
   */
  static Process start(Pipeline pipeline, String failpoint) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.add("-Deverfill.failpoint=" + failpoint);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SinkChild.class.getName());
    command.addAll(
        List.of(
            pipeline.db.url(),
            pipeline.db.user(),
            pipeline.db.password(),
            pipeline.kafka.bootstrapServers(),
            pipeline.names.pipeline()));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] args) {
    Column id = new Column("id", new DataType(20, "bigint", -1));
    Column value = new Column("v", new DataType(23, "integer", -1));
    Table items = new Table(new TableName("public", "items"), 0, List.of(id, value), List.of(id));
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(items, "t", List.of(id)), List.of());
    FieldDefinition field =
        new FieldDefinition("items.v", items, List.of(value), "SELECT 1", plan, Map.of(), 1);
    new Write(
            new WriteSettings(
                new TopicNames(args[4]),
                new PostgresSettings(args[0], args[1], args[2]),
                new KafkaSettings(args[3], 1, (short) 1, Map.of()),
                List.of(new WriteField(field, PaceSettings.defaults()))),
            Reservations.unbounded())
        .start();
  }
}
