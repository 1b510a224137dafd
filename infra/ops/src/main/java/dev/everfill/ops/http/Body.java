package dev.everfill.ops.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request carries: nothing, or a JSON object of known keys, small and soon. */
final class Body {
  static final int LARGEST = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern JSON =
      Pattern.compile("(?i)application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*");
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private Body() {}

  /**
   * The object; an empty one if there is no body.
   *
   * @param known the keys that it may have
   * @throws HttpProblem.Thrown if it is anything else
   */
  static JsonNode read(Context context, Set<String> known) {
    byte[] bytes = bytes(context);
    if (bytes.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    String type = context.req().getHeader("Content-Type");
    if (type == null || !JSON.matcher(type).matches()) {
      throw HttpProblem.of(
              415, "Not JSON", "unsupported_media_type", "Send Content-Type: application/json.")
          .thrown();
    }
    JsonNode body = parse(bytes);
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      if (!known.contains(names.next())) {
        throw malformed(
            known.isEmpty()
                ? "The body must be empty or {}."
                : "The body has a key that is not known; known here: " + String.join(", ", known));
      }
    }
    return body;
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      JsonNode body = READER.readTree(bytes);
      if (body == null || !body.isObject()) {
        throw malformed("The body must be a JSON object.");
      }
      return body;
    } catch (JsonProcessingException notJson) {
      throw malformed("The body is not JSON.");
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory can be read", impossible);
    }
  }

  private static byte[] bytes(Context context) {
    if (context.req().getContentLengthLong() > LARGEST) {
      throw tooLarge();
    }
    try {
      return bytes(context.req().getInputStream());
    } catch (IOException broken) {
      throw HttpProblem.of(
              400,
              "Body not received",
              "body_not_received",
              "The body did not arrive as announced.")
          .thrown();
    }
  }

  /** All there is; a sender who is slower than {@link #PATIENCE} holds a thread no longer. */
  private static byte[] bytes(InputStream in) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      out.write(chunk, 0, read);
      if (out.size() > LARGEST) {
        throw tooLarge();
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw HttpProblem.of(
                408, "Too slow", "request_timeout", "The body took longer than 10 seconds.")
            .thrown();
      }
    }
    return out.toByteArray();
  }

  private static HttpProblem.Thrown tooLarge() {
    return HttpProblem.of(413, "Too large", "body_too_large", "A body may have 64 kB.").thrown();
  }

  /** The body, or something in it, cannot be used. */
  static HttpProblem.Thrown malformed(String detail) {
    return HttpProblem.of(400, "Not understood", "malformed_request", detail).thrown();
  }
}
