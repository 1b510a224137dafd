package dev.everfill.base.status;

import dev.everfill.base.postgres.ConnectionBudget;
import java.time.Instant;

/**
 * A process that runs the pipeline, or did lately.
 *
 * @param running heard of within the last seconds
 */
public record InstanceView(
    String id,
    String host,
    long pid,
    Instant startedAt,
    Instant seenAt,
    boolean running,
    ConnectionBudget.Usage connections) {}
