package dev.everfill.launcher.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.base.definition.FieldDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares a field's target with its SELECT inside PostgreSQL, EXCEPT both ways, each part in one
 * statement and so at one moment. NULL equals NULL and values compare by the target column's type.
 * What leaves PostgreSQL is two counts and the first differences, however many there are. Not safe
 * for several threads.
 */
final class Comparisons {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Reading reading;
  private final FieldDefinition field;
  private final VerificationSql sql;
  private final int limit;

  /**
   * @param limit differences that are brought back, ≥ 0
   */
  Comparisons(Reading reading, FieldDefinition field, KeySql keys, int limit) {
    this.reading = reading;
    this.field = field;
    this.sql = new VerificationSql(field, keys);
    this.limit = limit;
  }

  /**
   * @param timeout of the statement
   * @throws Reading.TooLong if it ran into the timeout
   */
  Comparison compare(Extent extent, Duration timeout) throws Reading.TooLong {
    long begin = System.nanoTime();
    return reading.read(
        sql.compare(extent, limit), settings(extent), timeout, rows -> comparison(rows, begin));
  }

  /** What the planner thinks that it costs; without running it. */
  double cost(Extent extent) throws Reading.TooLong {
    return plan(sql.compare(extent, limit), settings(extent)).path("Total Cost").asDouble();
  }

  /** How many rows the planner thinks there are. */
  long estimate(KeySql keys) throws Reading.TooLong {
    return plan("SELECT FROM " + keys.table(), Map.of()).path("Plan Rows").asLong();
  }

  private JsonNode plan(String statement, Map<String, String> settings) throws Reading.TooLong {
    return reading.read(
        "EXPLAIN (FORMAT JSON) " + statement,
        settings,
        Duration.ofSeconds(30),
        rows -> {
          rows.next();
          return tree(rows.getString(1)).path(0).path("Plan");
        });
  }

  private Map<String, String> settings(Extent extent) {
    Map<String, String> settings = new HashMap<>();
    settings.put(VerificationSql.OTHERWISE, json(field.otherwise()));
    if (extent instanceof Extent.Range range) {
      settings.put(KeySql.AFTER, json(range.after()));
      settings.put(KeySql.UNTIL, json(range.until()));
    } else if (extent instanceof Extent.Keys keys) {
      settings.put(KeySql.KEYS, json(keys.keys()));
      for (int i = 0; i < field.key().size(); i++) {
        settings.put(KeySql.COLUMN + i, array(keys.keys(), i));
      }
    }
    return settings;
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("lists and maps of text are JSON", impossible);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("PostgreSQL prints JSON", impossible);
    }
  }

  /** As PostgreSQL reads an array. */
  private static String array(List<List<String>> keys, int column) {
    return keys.stream()
        .map(key -> key.get(column))
        .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private Comparison comparison(ResultSet rows, long begin) throws SQLException {
    long compared = 0;
    long mismatches = 0;
    List<Difference> differences = new ArrayList<>();
    while (rows.next()) {
      compared = rows.getLong(1);
      mismatches = rows.getLong(2);
      if (rows.getString(3) != null) {
        differences.add(difference(rows));
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Comparison(compared, mismatches, differences, took);
  }

  private Difference difference(ResultSet row) throws SQLException {
    int keys = field.key().size();
    int values = field.values().size();
    return new Difference(
        texts(row, 3, keys),
        texts(row, 3 + keys, values),
        texts(row, 3 + keys + values, values),
        row.getString(3 + keys + 2 * values),
        row.getString(4 + keys + 2 * values));
  }

  static List<String> texts(ResultSet row, int from, int count) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(row.getString(from + i));
    }
    return texts;
  }
}
