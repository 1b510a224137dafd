package dev.everfill.base.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Asks that target rows be derived and written once more although nothing changed, because they are
 * not what they were made: a message in the log that capture hands on in the table's change topic.
 * It travels in the order of the changes, so whoever asks for a level afterwards knows, once that
 * is written, that the rows are too. Delivered late or twice it does no harm: it carries no values,
 * and the rows are written only where they differ.
 *
 * @param field the field's name
 * @param table its target
 * @param keys of the target, in text form; at most {@link #MAX_KEYS}
 */
public record AgainRequest(String field, TableName table, List<Key> keys) {
  /** What the message begins with. */
  public static final String WORD = "again";

  /** Keys in one message, so that no transaction of capture becomes large by it. */
  public static final int MAX_KEYS = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  public AgainRequest {
    keys = List.copyOf(keys);
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "at most " + MAX_KEYS + " keys at once, but there are " + keys.size());
    }
  }

  /** What capture hands on. */
  public Event.Again event() {
    return new Event.Again(field, keys);
  }

  /**
   * Writes the message, which is read once the caller's transaction has committed.
   *
   * @param pipeline the prefix of the message
   */
  public void emit(Connection connection, String pipeline) throws SQLException {
    Sql.on(connection)
        .fetch(
            "SELECT pg_catalog.pg_logical_emit_message(true, {0}, {1}::pg_catalog.text)::text",
            DSL.val(pipeline), DSL.val(WORD + " " + json()));
  }

  private String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("field", field).put("schema", table.schema()).put("table", table.table());
    ArrayNode all = json.putArray("keys");
    for (Key key : keys) {
      ArrayNode values = all.addArray();
      key.values().forEach(values::add);
    }
    return json.toString();
  }

  /**
   * Reads what follows {@link #WORD} in a message.
   *
   * @throws IllegalArgumentException if it is not such a request
   */
  public static AgainRequest read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<Key> keys = new ArrayList<>();
      for (JsonNode key : required(json, "keys")) {
        List<String> values = new ArrayList<>();
        key.forEach(value -> values.add(text(value)));
        keys.add(new Key(values));
      }
      TableName table =
          new TableName(text(required(json, "schema")), text(required(json, "table")));
      return new AgainRequest(text(required(json, "field")), table, keys);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("not JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static JsonNode required(JsonNode json, String name) {
    JsonNode found = json == null ? null : json.get(name);
    if (found == null) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return found;
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("a text was expected, not " + node.getNodeType());
    }
    return node.asText();
  }
}
