package dev.everfill.base.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The wire format of {@link Event}, the same on all topics; readable, and stable (golden files hold
 * it).
 *
 * <pre>
 * key                              value
 * ["17"]                           {"id":"17","last_seen":null}       Upsert
 * ["17"]                           (none)                             Delete
 * {"marker":"truncate"}            {"lsn":123}                        Truncate
 * {"marker":"level","source":2}    {"level":123}                      Level
 * {"marker":"level","source":0}    {"level":123,"columns":["id"]}     Level of a change topic
 * {"marker":"expect"}              {"rows":71000}                     Expect
 * {"marker":"again"}               {"field":"t.c","keys":[["17"]]}    Again
 * </pre>
 *
 * Markers have keys of their own so that compaction keeps the last of each beside the rows.
 * Stateless, safe for all threads.
 */
public final class EventCodec {
  // A column may be as large as PostgreSQL lets it be; its size is bounded where records are sent.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private EventCodec() {}

  /** One record as bytes; {@code value} is null for a {@link Event.Delete}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
  public record Encoded(byte[] key, byte[] value) {}

  public static Encoded encode(Event event) {
    if (event instanceof Event.Upsert upsert) {
      return new Encoded(encodeKey(upsert.key()), encodeColumns(upsert.columns()));
    } else if (event instanceof Event.Delete delete) {
      return new Encoded(encodeKey(delete.key()), null);
    } else if (event instanceof Event.Truncate truncate) {
      return marker("truncate", null, "lsn", truncate.lsn(), Set.of());
    } else if (event instanceof Event.Level level) {
      return marker("level", level.source(), "level", level.level(), level.columns());
    } else if (event instanceof Event.Again again) {
      return AgainForm.encode(again);
    }
    return marker("expect", null, "rows", ((Event.Expect) event).rows(), Set.of());
  }

  /**
   * @throws IllegalArgumentException if the bytes are not in the format: a poison record
   */
  public static Event decode(byte[] key, byte[] value) {
    if (key == null || key.length == 0) {
      throw new IllegalArgumentException("a record without a key is not Everfill's");
    }
    if (key[0] == '{') {
      return decodeMarker(key, value);
    }
    if (value == null) {
      return new Event.Delete(decodeKey(key));
    }
    return key[key.length - 1] == ']'
        ? decodeUpsert(key, value)
        : new Event.Upsert(decodeKey(key), decodeColumns(value));
  }

  /**
   * One parser for both, since a parser costs more than what it reads here. The line end between
   * them is in no string, so neither part can reach into the other.
   */
  private static Event decodeUpsert(byte[] key, byte[] value) {
    byte[] both = Arrays.copyOf(key, key.length + 1 + value.length);
    both[key.length] = '\n';
    System.arraycopy(value, 0, both, key.length + 1, value.length);
    return read(
        both,
        json -> {
          json.nextToken();
          return new Event.Upsert(key(json), columns(json));
        });
  }

  public static byte[] encodeKey(Key key) {
    return write(json -> key(json, key));
  }

  public static Key decodeKey(byte[] bytes) {
    return read(
        bytes,
        json -> {
          json.nextToken();
          return key(json);
        });
  }

  /** The array at which the parser stands. */
  static Key key(JsonParser json) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, json);
    List<String> values = new ArrayList<>(2);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(text(json));
    }
    return new Key(values);
  }

  static void key(JsonGenerator json, Key key) throws IOException {
    json.writeStartArray();
    for (String value : key.values()) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  public static byte[] encodeColumns(Map<String, String> columns) {
    return write(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> column : columns.entrySet()) {
            json.writeStringField(column.getKey(), column.getValue());
          }
          json.writeEndObject();
        });
  }

  public static Map<String, String> decodeColumns(byte[] bytes) {
    return read(bytes, EventCodec::columns);
  }

  private static Map<String, String> columns(JsonParser json) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, json);
    Map<String, String> columns = new LinkedHashMap<>(4);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      columns.put(name, text(json));
    }
    return columns;
  }

  private static Encoded marker(
      String name, Integer source, String field, long number, Set<String> columns) {
    byte[] key =
        write(
            json -> {
              json.writeStartObject();
              json.writeStringField("marker", name);
              if (source != null) {
                json.writeNumberField("source", source);
              }
              json.writeEndObject();
            });
    byte[] value =
        write(
            json -> {
              json.writeStartObject();
              json.writeNumberField(field, number);
              if (!columns.isEmpty()) {
                json.writeArrayFieldStart("columns");
                for (String column : columns) {
                  json.writeString(column);
                }
                json.writeEndArray();
              }
              json.writeEndObject();
            });
    return new Encoded(key, value);
  }

  private static Event decodeMarker(byte[] key, byte[] value) {
    if (value == null) {
      throw new IllegalArgumentException("a marker without a value is not Everfill's");
    }
    Map<String, String> head = decodeColumns(key);
    String marker = String.valueOf(head.get("marker"));
    return switch (marker) {
      case "truncate" -> new Event.Truncate(number(decodeColumns(value), "lsn"));
      case "level" -> decodeLevel((int) number(head, "source"), value);
      case "expect" -> new Event.Expect(number(decodeColumns(value), "rows"));
      case "again" -> AgainForm.decode(value);
      default -> throw new IllegalArgumentException("unknown marker: " + marker);
    };
  }

  private static Event.Level decodeLevel(int source, byte[] value) {
    return read(
        value,
        json -> {
          expect(json.nextToken(), JsonToken.START_OBJECT, json);
          Map<String, String> numbers = new LinkedHashMap<>();
          Set<String> columns = Set.of();
          while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("columns")) {
              columns = names(json);
            } else {
              numbers.put(name, text(json));
            }
          }
          return new Event.Level(number(numbers, "level"), source, columns);
        });
  }

  /** A level that names no columns leaves the list out; an empty one is not Everfill's. */
  private static Set<String> names(JsonParser json) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, json);
    Set<String> names = new TreeSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_STRING, json);
      if (!names.add(json.getText())) {
        throw new IllegalArgumentException("a level names column \"" + json.getText() + "\" twice");
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a level with an empty list of columns is not Everfill's");
    }
    return names;
  }

  private static long number(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a marker without \"" + name + "\" is not Everfill's");
    }
    return Long.parseLong(value);
  }

  private static String text(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING, VALUE_NUMBER_INT -> json.getText();
      default ->
          throw new IllegalArgumentException(
              "expected a string or null at " + json.currentLocation().offsetDescription());
    };
  }

  static void expect(JsonToken found, JsonToken wanted, JsonParser json) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          "expected " + wanted + " at " + json.currentLocation().offsetDescription());
    }
  }

  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  interface Reading<T> {
    T from(JsonParser json) throws IOException;
  }

  static byte[] write(Writing writing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      writing.to(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  static <T> T read(byte[] bytes, Reading<T> reading) {
    try (JsonParser json = JSON.createParser(bytes)) {
      return reading.from(json);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(
          "not Everfill's format: " + malformed.getMessage(), malformed);
    }
  }
}
