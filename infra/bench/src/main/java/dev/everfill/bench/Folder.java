package dev.everfill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a run keeps its files; one that nobody asked for is removed when it is closed.
 *
 * @param path exists
 */
record Folder(Path path, boolean temporary) implements AutoCloseable {
  /**
   * Creates it where missing.
   *
   * @param wanted null for a temporary one
   */
  static Folder of(Path wanted) throws IOException {
    return wanted == null
        ? new Folder(Files.createTempDirectory("everfill-bench-"), true)
        : new Folder(Files.createDirectories(wanted), false);
  }

  @Override
  public void close() throws IOException {
    if (!temporary) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> all = Files.walk(path)) {
      inside = all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path one : inside) {
      Files.deleteIfExists(one);
    }
  }
}
