package dev.everfill.processor.operator;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;

/** Reads the target's change topic for nothing but which rows there are. */
final class ExistenceInlet implements Inlet {
  private final Settle settle;

  ExistenceInlet(Settle settle) {
    this.settle = settle;
  }

  @Override
  public void receive(byte[] key, byte[] value, Cause cause) {
    if (!Markers.is(key)) {
      settle.exists(key, value != null, cause);
      return;
    }
    Event marker = EventCodec.decode(key, value);
    if (marker instanceof Event.Level level) {
      settle.existenceLevel(level.level(), cause);
    } else if (marker instanceof Event.Truncate) {
      settle.truncated(cause);
    } else {
      throw new IllegalArgumentException("a change topic holds no " + marker);
    }
  }
}
