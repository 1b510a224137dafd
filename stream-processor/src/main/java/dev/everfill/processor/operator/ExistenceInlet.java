package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.Table;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import java.util.List;

/**
 * Reads the target's change topic for nothing but which rows there are, and which shall be derived
 * once more; so a level has to vouch for the primary key only.
 */
final class ExistenceInlet implements Inlet {
  private final List<String> needed;
  private final Settle settle;

  ExistenceInlet(Table target, Settle settle) {
    this.needed = target.primaryKey().stream().map(Column::name).toList();
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
      if (level.vouchesFor(needed)) {
        settle.existenceLevel(level.level(), cause);
      }
    } else if (marker instanceof Event.Truncate) {
      settle.truncated(cause);
    } else if (marker instanceof Event.Again again) {
      settle.again(again, cause);
    } else {
      throw new IllegalArgumentException("a change topic holds no " + marker);
    }
  }
}
