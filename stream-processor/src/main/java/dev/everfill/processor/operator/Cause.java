package dev.everfill.processor.operator;

/**
 * The change because of which something is sent on; travels in the record's headers.
 *
 * @param lsn of the change; 0 if unknown
 * @param committedAt microseconds since 1970; 0 if unknown
 */
public record Cause(long lsn, long committedAt) {}
