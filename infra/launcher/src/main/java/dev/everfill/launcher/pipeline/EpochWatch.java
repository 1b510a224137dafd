package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.Resync;
import dev.everfill.base.control.Resyncs;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether the tables are to be read again, and whether that is done. While the
 * server cannot be reached it is silent. Has a thread of its own until it is closed.
 */
final class EpochWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EpochWatch.class);
  private static final long INTERVAL_MILLIS = 1_000;

  /** What the pipeline does about it. */
  interface Pipelined {
    /** In which it works. */
    String epoch();

    /** Stops the stages and begins anew in the epoch that is then. */
    void renew() throws InterruptedException;

    /** Notes that every field is live again, if it is so. */
    void noteDone();
  }

  private final Epochs epochs;
  private final Pipelined pipeline;
  private final Rounds rounds = new Rounds("everfill-epoch", INTERVAL_MILLIS, this::look);

  EpochWatch(Epochs epochs, Pipelined pipeline) {
    this.epochs = epochs;
    this.pipeline = pipeline;
  }

  void start() {
    rounds.start();
  }

  private void look() throws InterruptedException {
    try {
      Optional<Resync> last = epochs.last();
      boolean pending = last.filter(resync -> resync.clearedAt() == null).isPresent();
      String epoch = last.map(Resync::epoch).orElse(Resyncs.FIRST_EPOCH);
      if (pending || !epoch.equals(pipeline.epoch())) {
        pipeline.renew();
      } else if (last.filter(resync -> resync.doneAt() == null).isPresent()) {
        pipeline.noteDone();
      }
    } catch (RuntimeException unreachable) {
      LOG.debug("it is not known whether a resync was asked for: {}", unreachable.getMessage());
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
