package dev.everfill.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Something that is asked of a running pipeline over HTTP. The server notes it and answers at once;
 * that it has been carried out shows a moment later.
 *
 * @param body JSON; null for none
 * @param field whose state shows that it has been carried out; null if nothing shows it
 * @param done looks at the field, as the API shows it
 */
public record OpsRequest(
    String method, String path, Map<String, Object> body, String field, Predicate<JsonNode> done) {

  /** What is asked of a field: {@code pause}, {@code resume}. */
  public static OpsRequest of(String field, String verb, Predicate<JsonNode> done) {
    return new OpsRequest("PUT", fieldPath(field) + "/" + verb, null, field, done);
  }

  /** A pace; each value null for what the configuration says. */
  public static OpsRequest pace(
      String field, Object rowsPerSecond, String maxHold, Predicate<JsonNode> done) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("rowsPerSecond", rowsPerSecond);
    body.put("maxHold", maxHold);
    return new OpsRequest("PUT", fieldPath(field) + "/pace", body, field, done);
  }

  /** Another try of one quarantined row. */
  public static OpsRequest retry(long id) {
    return new OpsRequest("POST", "/api/v1/quarantine/" + id + "/retry", null, null, any -> true);
  }

  static String fieldPath(String field) {
    return "/api/v1/fields/" + URLEncoder.encode(field, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
