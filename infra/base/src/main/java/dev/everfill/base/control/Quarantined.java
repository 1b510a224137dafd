package dev.everfill.base.control;

import dev.everfill.base.event.Key;
import java.util.Map;

/**
 * A row that cannot be written, and where it comes from.
 *
 * @param offset of its record in the derived topic's partition
 * @param key null if the record's key cannot be read
 * @param columns the values in text forms; null if they cannot be read
 * @param sqlState PostgreSQL's code; null if it was not PostgreSQL that refused
 * @param message the reason in words
 */
public record Quarantined(
    long offset, Key key, Map<String, String> columns, String sqlState, String message) {}
