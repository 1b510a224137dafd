package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What fields must not do to each other or to themselves. Pure. */
public final class Conflicts {
  private Conflicts() {}

  /**
   * The problems between definitions.
   *
   * @param definitions by the place of each
   */
  public static List<Problem> of(Map<String, FieldDefinition> definitions) {
    List<Problem> problems = new ArrayList<>();
    definitions.forEach(
        (place, reader) ->
            definitions.forEach(
                (otherPlace, writer) -> {
                  reads(place, reader, writer, problems);
                  if (place.compareTo(otherPlace) > 0) {
                    writesToo(place, reader, otherPlace, writer, problems);
                  }
                }));
    return problems;
  }

  private static void reads(
      String place, FieldDefinition reader, FieldDefinition writer, List<Problem> problems) {
    for (Relation.Scan scan : Plans.scans(reader.plan())) {
      for (Column value : writer.values()) {
        if (scan.table().oid() == writer.target().oid() && scan.columns().contains(value)) {
          String column = scan.table().name() + "." + value.name();
          problems.add(
              new Problem(
                  place + ".select",
                  reader == writer
                      ? "the SELECT reads " + column + ", which this field itself writes"
                      : "the SELECT reads "
                          + column
                          + ", which the field "
                          + writer.name()
                          + " writes",
                  "what Everfill writes does not come back to it as changes: read the columns from"
                      + " which that one is computed"));
        }
      }
    }
  }

  private static void writesToo(
      String place,
      FieldDefinition field,
      String otherPlace,
      FieldDefinition other,
      List<Problem> problems) {
    for (Column value : field.values()) {
      if (field.target().oid() == other.target().oid() && other.values().contains(value)) {
        problems.add(
            new Problem(
                place + ".select",
                "two fields write "
                    + field.target().name()
                    + "."
                    + value.name()
                    + "; the other one is at "
                    + otherPlace,
                "let one field fill the column"));
      }
    }
  }
}
