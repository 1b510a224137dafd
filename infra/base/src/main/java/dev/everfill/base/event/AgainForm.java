package dev.everfill.base.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link Event.Again}; one key for all, so that compaction keeps the last. */
final class AgainForm {
  private static final String KEY = "{\"marker\":\"again\"}";

  private AgainForm() {}

  static EventCodec.Encoded encode(Event.Again again) {
    byte[] value =
        EventCodec.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("field", again.field());
              json.writeArrayFieldStart("keys");
              for (Key key : again.keys()) {
                EventCodec.key(json, key);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return new EventCodec.Encoded(KEY.getBytes(StandardCharsets.UTF_8), value);
  }

  static Event.Again decode(byte[] value) {
    return EventCodec.read(
        value,
        json -> {
          EventCodec.expect(json.nextToken(), JsonToken.START_OBJECT, json);
          String field = null;
          List<Key> keys = null;
          while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("field")) {
              EventCodec.expect(json.currentToken(), JsonToken.VALUE_STRING, json);
              field = json.getText();
            } else if (name.equals("keys")) {
              keys = keys(json);
            } else {
              throw new IllegalArgumentException("again has no \"" + name + "\"");
            }
          }
          if (field == null || keys == null) {
            throw new IllegalArgumentException("again names a field and keys");
          }
          return new Event.Again(field, keys);
        });
  }

  private static List<Key> keys(JsonParser json) throws IOException {
    EventCodec.expect(json.currentToken(), JsonToken.START_ARRAY, json);
    List<Key> keys = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      keys.add(EventCodec.key(json));
    }
    return keys;
  }
}
