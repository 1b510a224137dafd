package dev.everfill.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An example as it lies in the jar: no Java in it.
 *
 * @param name of its folder
 */
public record Example(String name) {
  /** All examples, in the order in which they are told. */
  public static List<Example> all() {
    return List.of(new Example("transmissions"), new Example("skills"));
  }

  /** The example of that name. */
  public static Optional<Example> of(String name) {
    return all().stream().filter(example -> example.name.equals(name)).findFirst();
  }

  /** The tables. */
  public String schema() {
    return text("schema.sql");
  }

  /** The rows; the setting {@code everfill.scale} says how many. */
  public String seed() {
    return text("seed.sql");
  }

  /** What the application does meanwhile. */
  public TrafficScript traffic() {
    return TrafficScript.parse(text("traffic.sql"));
  }

  /** The items under {@code fields:}, the last key of its {@code everfill.yaml}. */
  public String fields() {
    String config = text("everfill.yaml");
    return config.substring(config.indexOf("\nfields:\n") + "\nfields:\n".length());
  }

  /** What it is about: the README's title and first paragraph. */
  public String story() {
    String[] parts = text("README.md").split("\n\n", 3);
    return parts[0].replaceFirst("^# ", "") + "\n" + parts[1];
  }

  private String text(String file) {
    String resource = "/examples/" + name + "/" + file;
    try (InputStream in = Example.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
