package dev.everfill.base.control;

import dev.everfill.base.definition.TableName;

/**
 * A field's current generation as it is registered.
 *
 * @param definition JSON, as it was given to {@link FieldStore#register}, but for white space and
 *     the order of keys
 * @param fingerprint equal fingerprints mean equal definitions
 * @param reason a code; null if there is none
 * @param message the reason in words; null if there is none
 * @param partitions of the derived topic
 */
public record FieldRow(
    FieldRef field,
    String definition,
    String fingerprint,
    TableName target,
    FieldState state,
    String reason,
    String message,
    int partitions) {}
