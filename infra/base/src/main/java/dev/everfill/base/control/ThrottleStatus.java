package dev.everfill.base.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What bounds the pace of a field on one instance.
 *
 * @param instance who writes
 * @param utilization of the scarcest thing, ≥ 0
 * @param reasons all that slows it down, the scarcest first
 * @param batchRows of the last batch
 * @param holdP50 how long half of the recent batches held their rows at most
 * @param holdP99 nearly all of them
 * @param rowsPerSecond really changed, over the last seconds
 * @param updatedAt by the server's clock; null for one that is to be stored
 */
public record ThrottleStatus(
    FieldRef field,
    String instance,
    double utilization,
    List<PaceReason> reasons,
    int batchRows,
    Duration holdP50,
    Duration holdP99,
    double rowsPerSecond,
    Instant updatedAt) {
  public ThrottleStatus {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(instance, "instance");
    reasons = List.copyOf(reasons);
  }
}
