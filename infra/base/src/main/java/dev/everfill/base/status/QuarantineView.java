package dev.everfill.base.status;

import java.time.Instant;

/**
 * A row that PostgreSQL refused. Its values are not shown, its key is.
 *
 * @param id names it in the API
 * @param key as JSON; null for a record that could not be read
 * @param sqlState of the refusal; null if it was none of PostgreSQL's
 * @param source where it was read: topic, partition and offset
 * @param attempts ≥ 1
 */
public record QuarantineView(
    long id,
    String field,
    Instant at,
    String key,
    String sqlState,
    String message,
    String source,
    int attempts,
    boolean retryRequested) {}
