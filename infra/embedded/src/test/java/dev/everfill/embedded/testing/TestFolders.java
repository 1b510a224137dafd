package dev.everfill.embedded.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that tests leave nothing of. */
public final class TestFolders {
  /** Longer than the moment between making a folder and owning it. */
  private static final Duration SURELY_OWNED = Duration.ofMinutes(10);

  private TestFolders() {}

  /** A new folder in the system's folder for temporary files. */
  public static Path untilExit(String name) {
    String prefix = "everfill-test-" + name + "-";
    try {
      Leftovers.sweep(Path.of(System.getProperty("java.io.tmpdir")), prefix, SURELY_OWNED);
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When the JVM ends in order: closes the server, then deletes its folder. */
  public static void closeAtExit(AutoCloseable server, Path folder) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.close();
                    delete(folder);
                  } catch (Exception e) {
                    System.err.println("Left behind " + folder + ": " + e);
                  }
                },
                "close-" + folder.getFileName()));
  }

  /** Deletes the folder and all that is in it. */
  public static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
