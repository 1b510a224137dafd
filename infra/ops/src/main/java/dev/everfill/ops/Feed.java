package dev.everfill.ops;

import dev.everfill.base.status.EventView;
import dev.everfill.base.status.Snapshot;
import java.util.List;
import java.util.function.Consumer;

/** What the server shows. Every method answers from memory, at once, from any thread. */
public interface Feed {
  /** The newest there is; older than a second or two only while a server cannot be reached. */
  Snapshot latest();

  /**
   * The newest events after one, oldest first, as far as they are in memory (some thousand).
   *
   * @param afterId 0 for all in memory
   * @param limit ≥ 1; of more events the newest
   */
  List<EventView> events(long afterId, int limit);

  /**
   * Calls back with every snapshot and every new event from now on, on the feed's own thread; what
   * is called must return at once and must not throw.
   *
   * @return ends it
   */
  AutoCloseable subscribe(Consumer<Snapshot> snapshots, Consumer<EventView> events);
}
