package dev.everfill.base.kafka;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.TableName;
import java.nio.charset.StandardCharsets;

/**
 * The names of a pipeline's topics and of what else carries its name. Characters that a topic name
 * may not hold are written as a hyphen and their bytes in hexadecimal, so that two tables never
 * share a topic.
 *
 * @param pipeline the configured name
 */
public record TopicNames(String pipeline) {

  /** Rows and changes of a table: {@code everfill.change.public.skills}. */
  public String change(TableName table) {
    return changes() + escapePart(table.schema()) + "." + escapePart(table.table());
  }

  /** Whether a topic of this pipeline is some table's change topic. */
  boolean isChange(String topic) {
    return topic.startsWith(changes());
  }

  private String changes() {
    return pipeline + ".change.";
  }

  /** Values of a field: {@code everfill.derived.skills.is_suspicious.1}. */
  public String derived(FieldDefinition field) {
    return pipeline + ".derived." + escape(field.name()) + "." + field.generation();
  }

  /** Between two operators of a field's topology. */
  public String internal(FieldDefinition field, String operator) {
    return pipeline
        + ".internal."
        + escape(field.name())
        + "."
        + field.generation()
        + "."
        + operator;
  }

  /** How far the chunk reader has come. */
  public String captureProgress() {
    return pipeline + ".capture.progress";
  }

  /** The transactional id of the one that publishes changes. */
  public String captureProducer() {
    return pipeline + ".capture";
  }

  /** The Kafka Streams application of a field. */
  public String computeApplication(FieldDefinition field) {
    return pipeline + ".compute." + escape(field.name()) + "." + field.generation();
  }

  /** The consumer group of the sink. */
  public String sinkGroup() {
    return pipeline + ".sink";
  }

  private static String escapePart(String name) {
    return escape(name).replace(".", "-2e");
  }

  /**
   * Keeps letters, digits, underscore and dot; any other byte becomes a hyphen and two hex digits.
   */
  static String escape(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_';
      out.append(plain ? String.valueOf(c) : String.format("-%02x", (int) c));
    }
    return out.toString();
  }
}
