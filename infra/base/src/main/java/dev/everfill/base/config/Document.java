package dev.everfill.base.config;

import dev.everfill.base.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** The file that is being read, and what was found wrong with it so far. For one thread. */
final class Document {
  private final Path file;
  private final References references;
  private final List<Problem> problems = new ArrayList<>();

  Document(Path file, References references) {
    this.file = file;
    this.references = references;
  }

  /** {@code everfill.yaml:12 fields[0].select}. */
  String place(Node node, String path) {
    String line = file.getFileName() + ":" + (node.getStartMark().getLine() + 1);
    return path.isEmpty() ? line : line + " " + path;
  }

  void problem(Node node, String path, String message, String remedy) {
    problems.add(new Problem(place(node, path), message, remedy));
  }

  /** The text with its references replaced; the empty text where one could not be. */
  String resolved(Node node, String path, String text) {
    try {
      return references.resolve(text);
    } catch (References.Unresolved e) {
      problem(node, path, e.getMessage(), e.remedy());
      return "";
    }
  }

  List<Problem> problems() {
    return problems;
  }
}
