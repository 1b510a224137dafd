package dev.everfill.base.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of the file. Every getter reports what is wrong and goes on with the default, so that
 * one pass finds everything; {@link #done} reports the keys that nobody asked for. For one thread.
 */
final class Section {
  private final Document document;
  private final Node node;
  private final String path;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param path empty for the top of the file
   */
  Section(Document document, Node node, String path) {
    this.document = document;
    this.node = node;
    this.path = path;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::enter);
    } else if (!isNull(node)) {
      document.problem(
          node, path, "must be a mapping but is " + kind(node), "write key: value pairs");
    }
  }

  private void enter(NodeTuple entry) {
    String key =
        entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(a nested key)";
    if (entries.putIfAbsent(key, entry) != null) {
      document.problem(
          entry.getKeyNode(), path(key), "is given twice", "keep one of the two " + key + " keys");
    }
  }

  Document document() {
    return document;
  }

  String path() {
    return path;
  }

  String place() {
    return document.place(node, path);
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether the key stands there with a value other than null. */
  boolean has(String key) {
    known.add(key);
    return value(key) != null;
  }

  /** Reports that a key's value cannot be used. */
  void refuse(String key, String message, String remedy) {
    NodeTuple entry = entries.get(key);
    document.problem(entry == null ? node : entry.getKeyNode(), path(key), message, remedy);
  }

  /** Reports that a required key is missing, at the section's own line. */
  void missing(String key, String remedy) {
    document.problem(node, path(key), "is missing", remedy);
  }

  private Node value(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null || isNull(entry.getValueNode()) ? null : entry.getValueNode();
  }

  /** Text as it stands, references not looked into; null if absent. */
  String verbatim(String key) {
    known.add(key);
    Node found = value(key);
    if (found == null) {
      return null;
    }
    if (found instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    refuse(key, "must be text but is " + kind(found), "write " + key + ": text");
    return null;
  }

  /** Text with references replaced; null if absent. */
  String text(String key) {
    String text = verbatim(key);
    return text == null ? null : document.resolved(value(key), path(key), text);
  }

  int integer(String key, int otherwise, int least, int most) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, together with a number out of range.
    }
    refuse(
        key,
        "must be a whole number from " + least + " to " + most + " but is \"" + text + "\"",
        "the default is " + otherwise);
    return otherwise;
  }

  Duration duration(String key, Duration otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    Optional<Duration> duration = Durations.parse(text).filter(d -> !d.isZero());
    if (duration.isEmpty()) {
      refuse(
          key,
          "must be a duration longer than zero but is \"" + text + "\"",
          "write a number and a unit: 20ms, 30s, 5m or 1h");
    }
    return duration.orElse(otherwise);
  }

  /** The section under a key; an empty one if absent. */
  Section section(String key) {
    known.add(key);
    Node found = value(key);
    return new Section(
        document,
        found == null ? new ScalarNode(Tag.NULL, "", mark(), mark(), style()) : found,
        path(key));
  }

  private Mark mark() {
    return node.getStartMark();
  }

  private static DumperOptions.ScalarStyle style() {
    return DumperOptions.ScalarStyle.PLAIN;
  }

  /** The sections of a list; empty if absent. */
  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (Node item : items(key)) {
      sections.add(new Section(document, item, path(key) + "[" + sections.size() + "]"));
    }
    return sections;
  }

  /** The texts of a list, as they stand; empty if absent. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      if (item instanceof ScalarNode scalar && !isNull(item)) {
        texts.add(scalar.getValue());
      } else {
        document.problem(
            item,
            path(key) + "[" + texts.size() + "]",
            "must be text but is " + kind(item),
            "write one statement per item");
      }
    }
    return texts;
  }

  private List<Node> items(String key) {
    known.add(key);
    Node found = value(key);
    if (found instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (found != null) {
      refuse(key, "must be a list but is " + kind(found), "write one item per line, each with - ");
    }
    return List.of();
  }

  /** Texts by key, whatever the keys are called; a null stays one. */
  Map<String, String> pairs(boolean resolve) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      String key = entry.getKey();
      known.add(key);
      if (value(key) == null) {
        pairs.put(key, null);
      } else {
        String text = resolve ? text(key) : verbatim(key);
        pairs.put(key, text == null ? "" : text);
      }
    }
    return pairs;
  }

  /** Reports every key that no getter has asked for. */
  void done() {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        String remedy =
            Spelling.nearest(key, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known here: " + known.stream().collect(Collectors.joining(", ")));
        document.problem(entry.getValue().getKeyNode(), path(key), "is not a known key", remedy);
      }
    }
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String kind(Node node) {
    return switch (node.getNodeId()) {
      case mapping -> "a mapping";
      case sequence -> "a list";
      default -> isNull(node) ? "empty" : "\"" + ((ScalarNode) node).getValue() + "\"";
    };
  }
}
