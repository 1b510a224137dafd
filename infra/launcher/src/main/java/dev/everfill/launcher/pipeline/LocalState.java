package dev.everfill.launcher.pipeline;

import java.nio.file.Path;

/**
 * Where the compute stages keep their state in the data folder. It mirrors the topics of one Kafka
 * cluster, and on another it would be wrong: each cluster has a folder of its own. Pure.
 */
final class LocalState {
  /** Below the data folder; holds the state of all clusters. */
  static final String FOLDER = "state";

  private LocalState() {}

  /**
   * The folder of one cluster.
   *
   * @param clusterId as Kafka gives it; what a folder's name may not hold becomes an underscore
   */
  static Path of(Path dataDir, String clusterId) {
    return dataDir.resolve(FOLDER).resolve(clusterId.replaceAll("[^A-Za-z0-9_-]", "_"));
  }
}
