package dev.everfill.sink.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a poll brought.
 *
 * @param revoked no longer this member's, to be forgotten before {@code assigned} is looked at
 * @param assigned this member's from now on, paused until {@link DerivedConsumer#seek}
 * @param records in the order of offsets within each shard
 * @param positions where the consumer stands after them, for each shard with records or a step
 * @param outOfRange shards whose records are not there any more; paused
 */
public record Polled(
    Set<Shard> revoked,
    Set<Shard> assigned,
    List<Arrived> records,
    Map<Shard, Long> positions,
    Set<Shard> outOfRange) {}
