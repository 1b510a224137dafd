package dev.everfill.processor.topology;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** A record's key together with the partition it goes to, or {@code Outlet.ALL}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Routed(byte[] key, int partition) {

  /** Writes the key alone. */
  static Serializer<Routed> serializer() {
    return (topic, routed) -> routed.key();
  }

  /** Sends each record where it says. */
  static StreamPartitioner<Routed, byte[]> partitioner(int partitions) {
    Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
    return (topic, routed, value, count) ->
        Optional.of(routed.partition() < 0 ? all : Set.of(routed.partition()));
  }
}
