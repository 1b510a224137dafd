package dev.everfill.embedded.testing;

import dev.everfill.embedded.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL archives that must not be on the class path, since they bear the same name there as
 * the bundled one; the build copies them under {@code target/} of the module under test.
 */
public final class Archives {
  private Archives() {}

  /** The programs of PostgreSQL 17. */
  public static PostgresBinaries postgres17() {
    Path folder = Path.of("target", "postgres-17").toAbsolutePath();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      if (jars.size() == 1) {
        return PostgresBinaries.archive(jars.get(0));
      }
      throw new AssertionError("One archive expected in " + folder + " but found " + jars);
    } catch (IOException e) {
      throw new AssertionError(
          "No PostgreSQL 17 in "
              + folder
              + ": the module's pom.xml must name the maven-dependency-plugin, which copies it",
          e);
    }
  }
}
