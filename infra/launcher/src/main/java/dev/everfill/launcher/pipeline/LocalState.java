package dev.everfill.launcher.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the compute stages keep their state in the data folder. It mirrors the topics of one Kafka
 * cluster in one epoch of the pipeline, and of others it would be wrong: each has a folder of its
 * own. Stateless.
 */
final class LocalState {
  /** Below the data folder; holds the state of all clusters. */
  static final String FOLDER = "state";

  private LocalState() {}

  /**
   * The folder of one cluster and epoch.
   *
   * @param clusterId as Kafka gives it; what a folder's name may not hold becomes an underscore
   * @param epoch empty for the first
   */
  static Path of(Path dataDir, String clusterId, String epoch) {
    return dataDir
        .resolve(FOLDER)
        .resolve(cluster(clusterId) + (epoch.isEmpty() ? "" : "." + epoch));
  }

  private static String cluster(String clusterId) {
    return clusterId.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /** Deletes what other epochs have left of the same cluster; nobody may be working there. */
  static void deleteOthers(Path dataDir, String clusterId, String epoch) {
    Path keep = of(dataDir, clusterId, epoch);
    if (!Files.isDirectory(keep.getParent())) {
      return;
    }
    try (Stream<Path> all = Files.list(keep.getParent())) {
      for (Path folder : all.toList()) {
        String name = folder.getFileName().toString();
        String cluster = cluster(clusterId);
        boolean sameCluster = name.equals(cluster) || name.startsWith(cluster + ".");
        if (sameCluster && !folder.equals(keep)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for old state in " + keep.getParent(), e);
    }
  }

  /** Deletes a folder with everything in it; harmless if there is none. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
