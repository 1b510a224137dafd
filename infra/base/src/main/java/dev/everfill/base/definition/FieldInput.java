package dev.everfill.base.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One field as the user stated it.
 *
 * @param place where, for messages: {@code everfill.yaml:12 fields[0]}
 * @param target the table as the user wrote it: {@code skills}, {@code app."Skills"}
 * @param select the SELECT's text; one trailing semicolon is allowed
 * @param otherwise the text form by target column; a null value is NULL
 */
public record FieldInput(
    String place, String target, String select, Map<String, String> otherwise) {
  public FieldInput {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(select, "select");
    otherwise = Collections.unmodifiableMap(new LinkedHashMap<>(otherwise));
  }
}
