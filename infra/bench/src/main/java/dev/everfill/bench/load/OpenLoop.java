package dev.everfill.bench.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whether or not the earlier ones have been answered: each has its
 * intended start, and the next free thread takes it. Threads and connections are its own.
 */
final class OpenLoop implements AutoCloseable {
  /** One request on a connection; what it prepares belongs to the connection. */
  interface Request {
    void send() throws SQLException;
  }

  /** Makes a thread's request. */
  interface Client {
    Request on(Connection connection) throws SQLException;
  }

  /** Opens a connection for a thread, which closes it. */
  interface Source {
    Connection open() throws SQLException;
  }

  private final long interval;
  private final long begin = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final Latencies latencies = new Latencies();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<SQLException> failure = new AtomicReference<>();
  private volatile boolean stopping;

  OpenLoop(String name, int perSecond, int clients, Source source, Client client) {
    this.interval = 1_000_000_000L / perSecond;
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> work(source, client), "bench-" + name + "-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(Source source, Client client) {
    try (Connection connection = source.open()) {
      Request request = client.on(connection);
      while (!stopping) {
        long intended = begin + next.getAndIncrement() * interval;
        await(intended);
        if (!stopping) {
          request.send();
          latencies.add(intended, System.nanoTime() - intended);
        }
      }
    } catch (SQLException failed) {
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

  Latencies latencies() {
    return latencies;
  }

  /** Whether some request that should have started by then has not been answered. */
  boolean open(long nanos) {
    return latencies.size() <= (nanos - begin) / interval;
  }

  /** What ended a client early; null if nothing did. */
  SQLException failure() {
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
