package dev.everfill.producer;

import dev.everfill.base.postgres.Reservations;
import dev.everfill.producer.chunk.ChunkReader;
import dev.everfill.producer.chunk.ReadQueue;
import dev.everfill.producer.chunk.ReaderSettings;
import dev.everfill.producer.merge.MergeGuards;
import dev.everfill.producer.publish.TopicWatch;
import dev.everfill.producer.stream.ChangeStream;
import dev.everfill.producer.stream.StreamSettings;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One run of stream, reader and watch together, from a clean state, until the first of them ends.
 * The slot exists and is free.
 */
final class CaptureSession implements AutoCloseable {
  private static final int CHUNKS_IN_FLIGHT = 8;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final StreamReservations held;
  private final ChunkReader reader;
  private final SlotWatch watch;
  private final TopicWatch topics;
  private final ChangeStream stream;
  private final CaptureHandler handler;

  /**
   * @param start what the session begins with
   * @param fence asked once the slot is this session's
   */
  CaptureSession(
      CaptureSettings settings,
      Reservations reservations,
      MergeGuards guards,
      CaptureBoard board,
      SessionStart start,
      Fence fence) {
    this.held = new StreamReservations(reservations, settings.names().pipeline() + " stream");
    String incarnation = UUID.randomUUID().toString();
    String pipeline = settings.names().pipeline();
    CaptureResources resources = new CaptureResources(pipeline);
    ReadQueue queue = new ReadQueue(CHUNKS_IN_FLIGHT);
    this.reader =
        new ChunkReader(
            new ReaderSettings(settings.source(), pipeline, incarnation, settings.chunkRows()),
            reservations,
            queue,
            this::end);
    this.handler =
        new CaptureHandler(
            settings, reservations, guards, board, incarnation, start, fence, queue, reader);
    this.watch =
        new SlotWatch(
            settings,
            reservations,
            board,
            incarnation,
            start.partitions(),
            handler::isBehind,
            this::end);
    this.topics = new TopicWatch(settings.kafka(), start.topics(), this::end);
    this.stream =
        new ChangeStream(
            new StreamSettings(
                settings.source(),
                resources.slot(),
                resources.publication(),
                pipeline,
                application(incarnation),
                settings.tables(),
                start.skipsOrigins()),
            handler,
            this::end);
  }

  private static String application(String incarnation) {
    return "everfill stream " + incarnation;
  }

  void start() throws SQLException {
    held.take();
    stream.start();
    reader.start();
    watch.start();
    topics.start();
  }

  private void end(Throwable reason) {
    if (reason == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(reason);
    }
  }

  /** Returns when it was closed; throws what ended it. */
  void await() throws InterruptedException, ExecutionException {
    try {
      ended.get();
    } catch (CancellationException closed) {
      throw new InterruptedException("closed");
    }
  }

  /** Whether anything was delivered: the way to the stream is open. */
  boolean isDelivering() {
    return handler.isDelivering();
  }

  @Override
  public void close() {
    topics.close();
    watch.close();
    reader.close();
    stream.close();
    held.close();
    handler.close();
    ended.complete(null);
  }
}
