package dev.everfill.launcher.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be closed, last in first out, whatever fails on the way. Safe for all threads. */
public final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private boolean done;

  /** Takes a resource over and returns it. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Runs something first, then closes; the second call waits for the first and does nothing. */
  public synchronized void once(Runnable first) {
    if (!done) {
      done = true;
      first.run();
      close();
    }
  }

  @Override
  public synchronized void close() {
    done = true;
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception failed) {
        LOG.warn("{} could not be closed", resource.getClass().getSimpleName(), failed);
      }
    }
  }
}
