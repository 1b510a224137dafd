package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that look into jsonb. */
final class JsonbFunctions {
  private JsonbFunctions() {}

  static void register(Registry registry) {
    registry
        .binary("jsonb_object_field(jsonb,text)", JsonbFunctions::field)
        .binary("jsonb_object_field_text(jsonb,text)", (j, key) -> text(field(j, key)))
        .binary("jsonb_array_element(jsonb,integer)", JsonbFunctions::element)
        .binary("jsonb_array_element_text(jsonb,integer)", (j, i) -> text(element(j, i)))
        .binary("jsonb_extract_path(jsonb,text[])", JsonbFunctions::path)
        .binary("jsonb_extract_path_text(jsonb,text[])", (j, path) -> text(path(j, path)))
        .binary("jsonb_exists(jsonb,text)", (j, key) -> exists((Jsonb) j, key))
        .binary(
            "jsonb_exists_any(jsonb,text[])",
            (j, keys) -> keys(keys).stream().anyMatch(key -> exists((Jsonb) j, key)))
        .binary(
            "jsonb_exists_all(jsonb,text[])",
            (j, keys) -> keys(keys).stream().allMatch(key -> exists((Jsonb) j, key)))
        .binary("jsonb_contains(jsonb,jsonb)", (a, b) -> contains((Jsonb) a, (Jsonb) b))
        .binary("jsonb_contained(jsonb,jsonb)", (a, b) -> contains((Jsonb) b, (Jsonb) a))
        .unary("jsonb_typeof(jsonb)", j -> typeOf((Jsonb) j))
        .unary("jsonb_array_length(jsonb)", j -> arrayLength((Jsonb) j));
  }

  private static Object field(Object json, Object key) {
    Map<String, Jsonb> members = ((Jsonb) json).members();
    return members == null ? null : members.get(key);
  }

  /** A negative subscript counts from the end; a scalar is an array of itself. */
  private static Object element(Object json, Object subscript) {
    Jsonb value = (Jsonb) json;
    List<Jsonb> elements = value.scalar() ? List.of(value) : value.elements();
    return elements == null ? null : at(elements, (Long) subscript);
  }

  private static Jsonb at(List<Jsonb> elements, long subscript) {
    long index = subscript < 0 ? elements.size() + subscript : subscript;
    return index >= 0 && index < elements.size() ? elements.get((int) index) : null;
  }

  private static Object path(Object json, Object path) {
    Jsonb value = (Jsonb) json;
    List<Object> steps = ((ArrayValue) path).elements();
    if (steps.contains(null)) {
      return null;
    }
    for (Object step : steps) {
      if (value.members() != null) {
        value = value.members().get(step);
      } else {
        Long subscript = subscript((String) step);
        boolean array = value.elements() != null && subscript != null;
        value = array ? at(value.elements(), subscript) : null;
      }
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** As C's strtol reads it: leading white space and a sign are allowed. */
  private static Long subscript(String step) {
    if (!step.matches("[ \\t\\n\\x0B\\f\\r]*[+-]?[0-9]+")) {
      return null;
    }
    try {
      return (long) Integer.parseInt(step.replaceAll("[^0-9+-]", ""));
    } catch (NumberFormatException beyondInteger) {
      return null;
    }
  }

  /** JSON null becomes NULL, a string its content, everything else its text. */
  private static Object text(Object json) {
    if (json == null) {
      return null;
    }
    Object content = ((Jsonb) json).content();
    if (content == Jsonb.Null.NULL) {
      return null;
    }
    return content instanceof String ? content : json.toString();
  }

  private static List<Object> keys(Object array) {
    List<Object> keys = new ArrayList<>(((ArrayValue) array).elements());
    keys.removeIf(java.util.Objects::isNull);
    return keys;
  }

  private static boolean exists(Jsonb json, Object key) {
    if (json.members() != null) {
      return json.members().containsKey(key);
    }
    List<Jsonb> elements = json.scalar() ? List.of(json) : json.elements();
    return elements.stream().anyMatch(element -> key.equals(element.content()));
  }

  /** At the top an array also contains a scalar that is one of its elements. */
  private static boolean contains(Jsonb all, Jsonb some) {
    if (some.scalar() && all.elements() != null) {
      return all.elements().contains(some);
    }
    return containsAtLevel(all, some);
  }

  private static boolean containsAtLevel(Jsonb all, Jsonb some) {
    if (all.members() != null && some.members() != null) {
      for (Map.Entry<String, Jsonb> member : some.members().entrySet()) {
        Jsonb there = all.members().get(member.getKey());
        if (there == null || !containsAtLevel(there, member.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (all.elements() != null && some.elements() != null) {
      return some.elements().stream()
          .allMatch(part -> all.elements().stream().anyMatch(e -> containsAtLevel(e, part)));
    }
    return all.scalar() && all.equals(some);
  }

  private static Object typeOf(Jsonb json) {
    Object content = json.content();
    if (content instanceof Map) {
      return "object";
    } else if (content instanceof List) {
      return "array";
    } else if (content instanceof String) {
      return "string";
    } else if (content instanceof BigDecimal) {
      return "number";
    }
    return content instanceof Boolean ? "boolean" : "null";
  }

  private static Object arrayLength(Jsonb json) {
    if (json.elements() == null) {
      throw Failures.invalidParameter(
          "cannot get array length of a " + (json.scalar() ? "scalar" : "non-array"));
    }
    return (long) json.elements().size();
  }

  /** Without the members that are JSON null, at every depth, and such elements if asked. */
  static Jsonb stripNulls(Jsonb json, boolean alsoElements) {
    if (json.elements() != null) {
      return Jsonb.array(
          json.elements().stream()
              .filter(element -> !alsoElements || !isNull(element))
              .map(element -> stripNulls(element, alsoElements))
              .toList());
    }
    if (json.members() == null) {
      return json;
    }
    Map<String, Jsonb> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Jsonb> member : json.members().entrySet()) {
      if (!isNull(member.getValue())) {
        kept.put(member.getKey(), stripNulls(member.getValue(), alsoElements));
      }
    }
    return Jsonb.object(kept);
  }

  private static boolean isNull(Jsonb json) {
    return json.content() == Jsonb.Null.NULL;
  }
}
