package dev.everfill.sink.kafka;

import dev.everfill.base.event.Event;

/**
 * A record that was read.
 *
 * @param event null if the record cannot be read
 * @param problem why it cannot; null if it can
 * @param bytes of key and value
 */
public record Arrived(Shard shard, long offset, Event event, String problem, int bytes) {}
