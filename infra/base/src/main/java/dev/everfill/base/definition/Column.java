package dev.everfill.base.definition;

import java.util.Objects;

/** A named, typed column of a table or of a relation. */
public record Column(String name, DataType type) {
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
