package dev.everfill.base.config;

import dev.everfill.base.config.PipelineConfig.Field;
import dev.everfill.base.config.PipelineConfig.Pace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code fields}. What PostgreSQL decides (names, types, the SELECT) is left to it. */
final class FieldReader {
  private FieldReader() {}

  static List<Field> all(Section top, Pace pace) {
    List<Section> sections = top.sections("fields");
    if (sections.isEmpty() && !top.has("fields")) {
      top.missing("fields", "state at least one field: a target and a select");
    } else if (sections.isEmpty()) {
      top.refuse("fields", "holds no field", "state at least one: a target and a select");
    }
    return sections.stream().map(section -> field(section, pace)).toList();
  }

  private static Field field(Section section, Pace pace) {
    String target = required(section, "target", "the table whose column is filled");
    String select =
        required(section, "select", "SELECT the target's primary key, then its columns, by name");
    Section otherwise = section.section("otherwise");
    Map<String, String> values = new LinkedHashMap<>(otherwise.pairs(false));
    List<String> indexes = section.texts("indexes");
    List<String> reads = section.texts("reads");
    String write = write(section);
    Pace own = section.has("pace") ? PaceReader.read(section.section("pace"), pace) : null;
    section.done();
    return new Field(section.place(), target, select, values, indexes, reads, write, own);
  }

  private static String required(Section section, String key, String remedy) {
    String text = section.verbatim(key);
    if (text == null && !section.has(key)) {
      section.missing(key, remedy);
    } else if (text != null && text.isBlank()) {
      section.refuse(key, "is empty", remedy);
    }
    return text == null ? "" : text.strip();
  }

  private static String write(Section section) {
    String write = section.text("write");
    if (write == null || write.equals("update")) {
      return "update";
    }
    if (write.equals("upsert")) {
      section.refuse(
          "write",
          "this version does not fill side tables by upsert",
          "supported: update, which fills columns of rows that exist");
    } else {
      section.refuse(
          "write", "must be update but is \"" + write + "\"", "leave it out, or write update");
    }
    return "update";
  }
}
