package dev.everfill.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whether or not the earlier ones have been answered: each has its
 * intended start, and the next free thread takes it. Its threads are its own.
 */
public final class OpenLoop implements AutoCloseable {
  /** Sends requests one after another, for one thread, which closes it. */
  public interface Client extends AutoCloseable {
    /** Sends one and waits for its answer. */
    void send() throws Exception;

    @Override
    default void close() throws Exception {}
  }

  /** Makes a thread's client. */
  public interface Source {
    Client open() throws Exception;
  }

  private final long interval;
  private final long begin = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final Latencies latencies = new Latencies();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean stopping;

  /**
   * Starts at once.
   *
   * @param name of its threads
   * @param perSecond requests, ≥ 1
   * @param clients how many may be on their way at once, ≥ 1
   */
  public OpenLoop(String name, int perSecond, int clients, Source source) {
    this.interval = 1_000_000_000L / perSecond;
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> work(source), "bench-" + name + "-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(Source source) {
    try (Client client = source.open()) {
      while (!stopping) {
        long intended = begin + next.getAndIncrement() * interval;
        await(intended);
        if (!stopping) {
          client.send();
          latencies.add(intended, System.nanoTime() - intended);
        }
      }
    } catch (Exception failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void await(long nanos) {
    for (long left = nanos - System.nanoTime();
        left > 0 && !stopping;
        left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** What its requests felt so far. */
  public Latencies latencies() {
    return latencies;
  }

  /** Whether some request that should have started by then has not been answered. */
  boolean open(long nanos) {
    return latencies.size() <= (nanos - begin) / interval;
  }

  /** What ended a client early; null if nothing did. */
  public Exception failure() {
    return failure.get();
  }

  @Override
  public void close() {
    stopping = true;
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
