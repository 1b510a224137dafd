package dev.everfill.producer.stream;

import dev.everfill.base.component.LogContext;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of the tables, from where the slot was confirmed, until {@link #close}. Records are
 * handed over on one thread, in batches; what is marked is confirmed to the slot.
 */
public final class ChangeStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);
  private static final long STOP_MILLIS = 20_000;

  /** Takes the records; what it throws ends the stream. */
  public interface Handler {
    void handle(List<StreamRecord> batch, Marker marker) throws Exception;
  }

  /** Confirms what was delivered. */
  public interface Marker {
    /** Everything up to the record that this mark came with is safe; null confirms nothing. */
    void mark(Object mark) throws InterruptedException;
  }

  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private final Thread thread;

  /**
   * @param ended called once when the stream ends, with the reason, or null after {@link #close}
   */
  public ChangeStream(StreamSettings settings, Handler handler, Consumer<Throwable> ended) {
    StreamProperties properties = new StreamProperties(settings);
    RecordReader reader = new RecordReader(properties.placeholder());
    this.engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties.build())
            .using(OffsetCommitPolicy.always())
            .using((success, message, error) -> ended.accept(reason(success, message, error)))
            .notifying((events, committer) -> deliver(events, committer, reader, handler))
            .build();
    this.thread =
        new Thread(LogContext.stage("capture", engine), "everfill-stream-" + settings.slot());
    this.thread.setDaemon(true);
  }

  /** Starts delivering. */
  public void start() {
    thread.start();
  }

  private static Throwable reason(boolean success, String message, Throwable error) {
    if (success) {
      return null;
    }
    return error != null ? error : new IllegalStateException("the change stream ended: " + message);
  }

  private static void deliver(
      List<RecordChangeEvent<SourceRecord>> events,
      DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
      RecordReader reader,
      Handler handler)
      throws InterruptedException {
    List<StreamRecord> batch = new ArrayList<>(events.size());
    for (RecordChangeEvent<SourceRecord> event : events) {
      StreamRecord record = reader.read(event);
      if (record != null) {
        batch.add(record);
      }
    }
    try {
      handler.handle(batch, mark -> confirm(mark, committer));
    } catch (InterruptedException | RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(failed.getMessage(), failed);
    }
  }

  @SuppressWarnings("unchecked") // a mark is the event that its record was read from
  private static void confirm(
      Object mark, DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    if (mark != null) {
      committer.markProcessed((RecordChangeEvent<SourceRecord>) mark);
      committer.markBatchFinished();
    }
  }

  /** Stops delivering and releases the slot. */
  @Override
  public void close() {
    try {
      engine.close();
    } catch (IOException | IllegalStateException notRunning) {
      LOG.debug("The change stream was not running: {}", notRunning.getMessage());
    }
    try {
      thread.join(STOP_MILLIS);
      if (thread.isAlive()) {
        LOG.warn("The change stream did not stop within {} ms and is interrupted.", STOP_MILLIS);
        thread.interrupt();
      }
    } catch (InterruptedException stopped) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
