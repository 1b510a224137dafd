package dev.everfill.processor.operator;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.event.Partitions;
import dev.everfill.processor.state.OrderedStore;

/**
 * Where an operator stands.
 *
 * @param store of the site; operators use tables of their own in it
 * @param partition the own one, from 0
 * @param partitions of every topic
 */
public record Site(OrderedStore store, int partition, int partitions) {

  /** The partition of an encoded key. */
  int partitionOf(byte[] key) {
    return Partitions.of(key, partitions);
  }

  /** Says a level to all partitions that this one feeds. */
  void tell(Outlet outlet, int to, long level, Cause cause) {
    EventCodec.Encoded marker = EventCodec.encode(new Event.Level(level, partition));
    outlet.send(to, marker.key(), marker.value(), cause);
  }
}
