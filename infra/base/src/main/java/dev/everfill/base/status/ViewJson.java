package dev.everfill.base.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/**
 * The views of this package as JSON: components by their names, moments as ISO 8601 in UTC, what is
 * not known as null. Safe for all threads.
 */
public final class ViewJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new Moments()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final class Moments extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    Moments() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      return Instant.parse(text);
    }
  }

  private ViewJson() {}

  /**
   * The JSON in UTF-8.
   *
   * @param view a record of this package, or a map or list of them
   */
  public static byte[] bytes(Object view) {
    try {
      return MAPPER.writeValueAsBytes(view);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException("no view: " + view.getClass().getName(), impossible);
    }
  }

  /**
   * A snapshot of this or a newer version, as {@link #bytes} writes it.
   *
   * @throws JsonProcessingException if it is none
   */
  public static Snapshot snapshot(String json) throws JsonProcessingException {
    return MAPPER.readValue(json, Snapshot.class);
  }
}
