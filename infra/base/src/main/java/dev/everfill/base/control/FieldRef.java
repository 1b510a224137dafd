package dev.everfill.base.control;

import dev.everfill.base.definition.FieldDefinition;
import java.util.Objects;

/** One generation of a field. */
public record FieldRef(String name, int generation) {
  public FieldRef {
    Objects.requireNonNull(name, "name");
  }

  public static FieldRef of(FieldDefinition field) {
    return new FieldRef(field.name(), field.generation());
  }
}
