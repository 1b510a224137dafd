package dev.everfill.ops.testing;

import dev.everfill.base.status.EventView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.ops.Feed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A feed that shows what it is given. */
public class FakeFeed implements Feed {
  private final List<EventView> events = new CopyOnWriteArrayList<>();
  private final List<Consumer<Snapshot>> snapshotListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<EventView>> eventListeners = new CopyOnWriteArrayList<>();
  private volatile Snapshot latest;

  public FakeFeed(Snapshot first) {
    this.latest = first;
  }

  public void show(Snapshot snapshot) {
    latest = snapshot;
    snapshotListeners.forEach(listener -> listener.accept(snapshot));
  }

  public void happen(EventView event) {
    events.add(event);
    eventListeners.forEach(listener -> listener.accept(event));
  }

  public int listeners() {
    return snapshotListeners.size();
  }

  @Override
  public Snapshot latest() {
    return latest;
  }

  @Override
  public List<EventView> events(long afterId, int limit) {
    List<EventView> after = events.stream().filter(event -> event.id() > afterId).toList();
    return after.subList(Math.max(0, after.size() - limit), after.size());
  }

  @Override
  public AutoCloseable subscribe(Consumer<Snapshot> snapshots, Consumer<EventView> happened) {
    snapshotListeners.add(snapshots);
    eventListeners.add(happened);
    return () -> {
      snapshotListeners.remove(snapshots);
      eventListeners.remove(happened);
    };
  }
}
