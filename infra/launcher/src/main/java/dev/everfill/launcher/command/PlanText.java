package dev.everfill.launcher.command;

import dev.everfill.base.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan for people: the same tree that {@code --json} prints. Pure. */
final class PlanText {
  private PlanText() {}

  static List<String> lines(Map<String, Object> plan) {
    List<String> lines = new ArrayList<>();
    plan.forEach((name, part) -> add(lines, "", name, part));
    return lines;
  }

  private static void add(List<String> lines, String indent, String name, Object part) {
    if (part instanceof Map<?, ?> map) {
      lines.add(indent + name + ":");
      map.forEach((key, value) -> add(lines, indent + "  ", String.valueOf(key), value));
    } else if (part instanceof List<?> list && list.isEmpty()) {
      lines.add(indent + name + ": none");
    } else if (part instanceof List<?> list) {
      lines.add(indent + name + ":");
      list.forEach(item -> item(lines, indent + "  ", item));
    } else {
      lines.add(indent + name + ": " + indented(part, indent));
    }
  }

  private static void item(List<String> lines, String indent, Object item) {
    if (item instanceof Map<?, ?> map) {
      lines.add(indent + "-");
      map.forEach((key, value) -> add(lines, indent + "  ", String.valueOf(key), value));
    } else if (item instanceof Problem problem) {
      lines.add(indent + indented(problem, indent));
    } else {
      lines.add(indent + indented(item, indent));
    }
  }

  private static String indented(Object value, String indent) {
    return String.valueOf(value).replace("\n", "\n" + indent + "    ");
  }
}
