package dev.everfill.producer.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The progress topic's records.
 *
 * <pre>
 * {"table":"skills","schema":"public"}  {"columns":"…","rows":8192,"last":"[\"17\"]","complete":false}
 * {"level":true}                        {"level":123}
 * {"position":true}                     {"position":456}
 * {"system":true}                       {"system":"7312…/1"}
 * {"session":true}                      {"session":"0b1f3c…"}
 * {"topics":true}                       {"everfill.change.public.skills":"Zm9v…"}
 * </pre>
 */
final class ProgressCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<TableName, TableProgress> tables = new HashMap<>();
  private final Map<String, String> topics = new HashMap<>();
  private String system;
  private String session;
  private long level;
  private long position;

  static byte[] key(TableName table) {
    return bytes(JSON.createObjectNode().put("schema", table.schema()).put("table", table.table()));
  }

  static byte[] value(TableProgress progress) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("columns", progress.columns())
            .put("partitions", progress.partitions())
            .put("rows", progress.rows())
            .put("complete", progress.complete());
    if (progress.last() != null) {
      byte[] last = EventCodec.encodeKey(progress.last());
      node.put("last", new String(last, StandardCharsets.UTF_8));
    }
    return bytes(node);
  }

  static byte[] levelKey() {
    return bytes(JSON.createObjectNode().put("level", true));
  }

  static byte[] levelValue(long level) {
    return bytes(JSON.createObjectNode().put("level", level));
  }

  static byte[] positionKey() {
    return bytes(JSON.createObjectNode().put("position", true));
  }

  static byte[] positionValue(long position) {
    return bytes(JSON.createObjectNode().put("position", position));
  }

  static byte[] systemKey() {
    return bytes(JSON.createObjectNode().put("system", true));
  }

  static byte[] systemValue(String system) {
    return bytes(JSON.createObjectNode().put("system", system));
  }

  static byte[] sessionKey() {
    return bytes(JSON.createObjectNode().put("session", true));
  }

  static byte[] sessionValue(String session) {
    return bytes(JSON.createObjectNode().put("session", session));
  }

  static byte[] topicsKey() {
    return bytes(JSON.createObjectNode().put("topics", true));
  }

  static byte[] topicsValue(Map<String, String> ids) {
    ObjectNode node = JSON.createObjectNode();
    ids.forEach(node::put);
    return bytes(node);
  }

  /** Takes one record; a later one of the same key replaces an earlier one. */
  void read(byte[] key, byte[] value) {
    JsonNode name = node(key);
    if (value == null) {
      tables.remove(table(name));
    } else if (name.has("level")) {
      level = node(value).get("level").asLong();
    } else if (name.has("position")) {
      position = node(value).get("position").asLong();
    } else if (name.has("topics")) {
      topics.clear();
      node(value)
          .fields()
          .forEachRemaining(topic -> topics.put(topic.getKey(), topic.getValue().asText()));
    } else if (name.has("session")) {
      session = node(value).get("session").asText();
    } else if (name.has("system")) {
      system = node(value).get("system").asText();
    } else {
      tables.put(table(name), progress(table(name), node(value)));
    }
  }

  Progress result() {
    return new Progress(
        Optional.ofNullable(system), Optional.ofNullable(session), level, position, topics, tables);
  }

  private static TableName table(JsonNode name) {
    return new TableName(name.path("schema").asText(), name.path("table").asText());
  }

  private static TableProgress progress(TableName table, JsonNode value) {
    JsonNode last = value.get("last");
    return new TableProgress(
        table,
        value.get("columns").asText(),
        value.path("partitions").asText(),
        value.get("rows").asLong(),
        last == null ? null : EventCodec.decodeKey(last.asText().getBytes(StandardCharsets.UTF_8)),
        value.get("complete").asBoolean());
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static JsonNode node(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
