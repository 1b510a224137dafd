package dev.everfill.base.control;

import java.time.Instant;

/**
 * A request to read the tables again. Null times lie ahead.
 *
 * @param epoch names the time that begins with it
 * @param field that it was asked for; it covers all of them
 * @param actor who asked
 * @param startedAt when a process began with it
 * @param clearedAt when everything of the time before was gone
 * @param doneAt when every field was live again, or another resync took its place
 */
public record Resync(
    long id,
    String epoch,
    String field,
    String actor,
    Instant requestedAt,
    Instant startedAt,
    Instant clearedAt,
    Instant doneAt) {}
