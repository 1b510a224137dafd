package dev.everfill.sink;

import dev.everfill.base.definition.FieldDefinition;
import java.util.Objects;

/** A field to write, in the generation that its definition names. */
public record WriteField(FieldDefinition field, PaceSettings pace) {
  public WriteField {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(pace, "pace");
  }
}
