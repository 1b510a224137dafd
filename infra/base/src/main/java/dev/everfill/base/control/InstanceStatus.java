package dev.everfill.base.control;

import dev.everfill.base.postgres.ConnectionBudget;
import java.time.Instant;
import java.util.Objects;

/**
 * One process that runs the pipeline.
 *
 * @param id names it in the control schema
 * @param host the machine it runs on
 * @param pid its process id there
 * @param connections what it holds of the server for long
 * @param startedAt by the server's clock, so is {@code seenAt}; null for one that is to be stored
 * @param age in seconds since it was last heard of, ≥ 0; 0 for one that is to be stored
 */
public record InstanceStatus(
    String id,
    String host,
    long pid,
    ConnectionBudget.Usage connections,
    Instant startedAt,
    Instant seenAt,
    double age) {
  public InstanceStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(connections, "connections");
  }

  /** One that runs now. */
  public static InstanceStatus running(
      String id, String host, long pid, ConnectionBudget.Usage connections) {
    return new InstanceStatus(id, host, pid, connections, null, null, 0);
  }
}
