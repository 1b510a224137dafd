package dev.everfill.base.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in values. Never shows what it found. */
final class References {
  private static final Pattern FORM = Pattern.compile("\\$\\{([^}]*)}");
  private static final long LARGEST_FILE = 64 * 1024;
  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder where relative paths start
   */
  References(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** A reference that leads nowhere. */
  static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    Unresolved(String message, String remedy) {
      super(message);
      this.remedy = remedy;
    }

    String remedy() {
      return remedy;
    }
  }

  String resolve(String text) throws Unresolved {
    Matcher matcher = FORM.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, Matcher.quoteReplacement(value(matcher.group(1))));
    }
    return matcher.appendTail(out).toString();
  }

  private String value(String reference) throws Unresolved {
    if (reference.startsWith("env:")) {
      return variable(reference.substring(4));
    } else if (reference.startsWith("file:")) {
      return content(reference.substring(5));
    }
    throw new Unresolved(
        "${" + reference + "} is no reference that Everfill knows",
        "write ${env:NAME} for an environment variable or ${file:PATH} for a file");
  }

  private String variable(String name) throws Unresolved {
    String value = environment.get(name);
    if (value == null) {
      throw new Unresolved(
          "the environment variable " + name + " is not set",
          "export " + name + "=… before starting everfill");
    }
    return value;
  }

  private String content(String name) throws Unresolved {
    Path file = folder.resolve(name);
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST_FILE) {
        throw new Unresolved(
            "the file " + file + " is larger than 64 kB", "name a file that holds only the value");
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new Unresolved(
          "the file " + file + " cannot be read: " + e.getClass().getSimpleName(),
          "create it, or let the user who runs everfill read it");
    }
  }
}
