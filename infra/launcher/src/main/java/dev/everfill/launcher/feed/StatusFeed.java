package dev.everfill.launcher.feed;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.status.EventView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.ops.Feed;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second at what the pipeline is doing, on a thread of its own, so that whoever asks
 * is answered from memory. While PostgreSQL cannot be reached it shows what it saw last, and says
 * so. Safe for all threads.
 */
public final class StatusFeed implements Feed, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFeed.class);
  private static final long INTERVAL_MILLIS = 500;

  private record Subscriber(Consumer<Snapshot> snapshots, Consumer<EventView> events) {}

  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final EventTail tail = new EventTail();
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "everfill-feed");
  private final Semaphore asked = new Semaphore(0);
  private volatile Look look;
  private volatile Snapshot latest;
  private volatile boolean closed;

  /**
   * @param clock for what people read
   */
  public StatusFeed(Clock clock) {
    this.clock = clock;
    this.latest = Snapshots.starting(clock.instant());
    thread.setDaemon(true);
  }

  /** Begins to look; harmless before there is a source. */
  public void start() {
    thread.start();
  }

  /** Looks at this one from now on. */
  public void attach(Source source) {
    look = new Look(source, clock);
    lookSoon();
  }

  /** Looks at once, since something has been changed that people wait to see. */
  void lookSoon() {
    asked.release();
  }

  /** Looks at nothing until there is another source; shows what it saw last, not started. */
  public void detach() {
    look = null;
    publish(Snapshots.stopped(latest, clock.instant()));
  }

  private void run() {
    try {
      while (!closed) {
        asked.drainPermits();
        Look current = look;
        if (current != null) {
          look(current);
        }
        asked.tryAcquire(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException closing) {
      LOG.trace("the feed ends", closing);
    }
  }

  private void look(Look current) {
    Snapshot seen;
    List<EventView> news = List.of();
    try {
      Look.Seen all = current.at(tail.last());
      seen = all.snapshot();
      news = tail.add(all.events());
    } catch (EverfillException unreachable) {
      seen = current.troubled(latest, unreachable);
    } catch (RuntimeException unexpected) {
      LOG.warn("the state could not be read", unexpected);
      seen = current.troubled(latest, unexpected);
    }
    if (look == current) {
      publish(seen);
      news.forEach(event -> subscribers.forEach(one -> one.events().accept(event)));
    }
  }

  private void publish(Snapshot snapshot) {
    latest = snapshot;
    subscribers.forEach(one -> one.snapshots().accept(snapshot));
  }

  @Override
  public Snapshot latest() {
    return latest;
  }

  @Override
  public List<EventView> events(long afterId, int limit) {
    return tail.after(afterId, limit);
  }

  @Override
  public AutoCloseable subscribe(Consumer<Snapshot> snapshots, Consumer<EventView> events) {
    Subscriber subscriber = new Subscriber(snapshots, events);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
