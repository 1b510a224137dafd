package dev.everfill.producer;

import dev.everfill.base.control.AgainRequest;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.producer.CapturedEvents.Op;
import dev.everfill.producer.chunk.ChunkReader;
import dev.everfill.producer.chunk.ReadItem;
import dev.everfill.producer.chunk.ReadQueue;
import dev.everfill.producer.chunk.Reselect;
import dev.everfill.producer.merge.Merge;
import dev.everfill.producer.merge.MergeGuards;
import dev.everfill.producer.publish.Progress;
import dev.everfill.producer.publish.ProgressLog;
import dev.everfill.producer.publish.Publisher;
import dev.everfill.producer.stream.ChangeStream;
import dev.everfill.producer.stream.StreamRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the stream, and at each watermark the chunk that was read before it: the only one that
 * publishes. Runs on the stream's thread.
 */
final class CaptureHandler implements ChangeStream.Handler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureHandler.class);

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final CaptureSettings settings;
  private final CaptureBoard board;
  private final String incarnation;
  private final Reservations reservations;
  private final SessionStart start;
  private final Fence fence;
  private final ReadQueue queue;
  private final ChunkReader reader;
  private final Merge merge;
  private final Reselect reselect;
  private final Map<TableName, TableRows> tables = new LinkedHashMap<>();
  private final ReadingState reading;
  private final CapturedEvents events;
  private Publisher publisher;
  private Redelivery redelivery = Redelivery.NONE;
  private long position;
  private long level;
  private volatile boolean behind;
  private volatile boolean delivering;

  CaptureHandler(
      CaptureSettings settings,
      Reservations reservations,
      MergeGuards guards,
      CaptureBoard board,
      String incarnation,
      SessionStart start,
      Fence fence,
      ReadQueue queue,
      ChunkReader reader) {
    this.settings = settings;
    this.board = board;
    this.incarnation = incarnation;
    this.reservations = reservations;
    this.start = start;
    this.fence = fence;
    this.queue = queue;
    this.reader = reader;
    this.merge = new Merge(guards);
    this.reselect = new Reselect(settings.source(), reservations, settings.names().pipeline());
    this.reading = new ReadingState(settings.tables(), board, start.partitions());
    this.events = new CapturedEvents(settings.tables(), settings.instruments());
    settings.tables().forEach(t -> tables.put(t.table().name(), new TableRows(t)));
  }

  @Override
  public void handle(List<StreamRecord> batch, ChangeStream.Marker marker)
      throws InterruptedException, SQLException {
    if (publisher == null) {
      takeOver();
    }
    settleBare();
    FilledRows filled = FilledRows.of(batch, merge.openXid(), tables, reselect);
    for (StreamRecord record : batch) {
      take(record, filled);
      publisher.commitIfLarge();
    }
    publisher.position(position);
    publisher.commit();
    reading.acknowledged();
    events.acknowledged();
    board.published();
    merge.acknowledged();
    if (!redelivery.expected()) {
      marker.mark(merge.markable());
    }
    behind = merge.isBehind();
    reader.wantsSnapshot(merge.wantsSnapshot());
  }

  /**
   * The stream delivers, so the slot is ours: whoever published before is a zombie and is fenced.
   */
  private void takeOver() throws SQLException {
    publisher = new Publisher(settings.kafka(), settings.names(), settings.instruments());
    publisher.fence();
    Redelivery.Window window = overtake();
    Progress before = ProgressLog.read(settings.kafka(), settings.names());
    level = before.level();
    position = before.position();
    publisher.session(incarnation);
    board.session(incarnation);
    if (!before.system().equals(Optional.of(start.system()))) {
      publisher.system(start.system());
    }
    if (!before.topics().equals(start.topics())) {
      publisher.topics(start.topics());
    }
    reading.start(before, publisher);
    redelivery = Redelivery.of(window, position, reading.continued());
    delivering = true;
  }

  /**
   * Asks for the fence only now: whoever closes it takes the slot and the producer from this
   * session. And only now nobody else confirms anything any more.
   *
   * @return what the slot may deliver once more
   */
  private Redelivery.Window overtake() throws SQLException {
    String pipeline = settings.names().pipeline();
    try (Connection connection =
        reservations.open(settings.source(), pipeline + " fence", CONNECT, CONNECT)) {
      if (!fence.open(connection)) {
        throw new Overtaken();
      }
      SlotLook look = SlotLook.of(connection, new CaptureResources(pipeline).slot()).checked();
      return new Redelivery.Window(look.confirmed(), look.confirmed() + look.behind());
    }
  }

  private void settleBare() {
    for (ReadItem.Bare bare = queue.pollBare(); bare != null; bare = queue.pollBare()) {
      merge.settle(bare.snapshot());
    }
  }

  private void take(StreamRecord record, FilledRows filled)
      throws SQLException, InterruptedException {
    if (record instanceof StreamRecord.Begin begin) {
      merge.begin(begin.xid());
    } else if (record instanceof StreamRecord.End end) {
      merge.end(end.mark());
      board.received(end.commit());
      position = Math.max(position, end.commit());
      if (!redelivery.end(end.commit())) {
        throw new EverfillException(
            Reason.SLOT_GAP,
            "the log has another history than the one that was published: PostgreSQL was restored"
                + " from a copy or has failed over; read the tables again (everfill resync)");
      }
    } else if (record instanceof StreamRecord.Upsert upsert) {
      upsert(upsert, filled);
    } else if (record instanceof StreamRecord.Delete delete) {
      delete(delete);
    } else if (record instanceof StreamRecord.Truncate truncate) {
      truncate(truncate);
    } else if (record instanceof StreamRecord.Message message) {
      message(message);
    }
  }

  private void upsert(StreamRecord.Upsert change, FilledRows filled)
      throws SQLException, InterruptedException {
    TableRows table = tables.get(change.table());
    if (table == null) {
      return;
    }
    Key key = table.key(change.values());
    remember(change.table(), key);
    Map<String, String> row = filled.row(table, key, change);
    if (row != null && !redelivery.repeats(change.table())) {
      publisher.send(
          change.table(), new Event.Upsert(key, row), change.lsn(), change.committedMicros());
    }
    changed(change.table(), Op.UPSERT, change.committedMicros());
  }

  private void changed(TableName table, Op op, long committedMicros) {
    board.handled(table, 1);
    board.committed(committedMicros);
    events.add(table, op, 1);
  }

  private void delete(StreamRecord.Delete change) {
    TableRows table = tables.get(change.table());
    if (table == null) {
      return;
    }
    Key key = table.key(change.key());
    remember(change.table(), key);
    if (!redelivery.repeats(change.table())) {
      publisher.send(change.table(), new Event.Delete(key), change.lsn(), change.committedMicros());
    }
    changed(change.table(), Op.DELETE, change.committedMicros());
  }

  private void remember(TableName table, Key key) {
    if (!reading.isComplete(table)) {
      merge.changed(table, key);
    }
  }

  private void truncate(StreamRecord.Truncate change) {
    if (!tables.containsKey(change.table())) {
      return;
    }
    merge.truncated(change.table());
    if (!redelivery.repeats(change.table())) {
      publisher.sendToAll(change.table(), new Event.Truncate(change.lsn()), change.lsn(), 0);
    }
    board.handled(change.table(), 1);
    events.add(change.table(), Op.TRUNCATE, 1);
  }

  private void message(StreamRecord.Message message) {
    board.received(message.lsn());
    String word = message.words().get(0);
    if (word.equals("level")) {
      level(message.lsn());
    } else if (word.equals(AgainRequest.WORD)) {
      again(message);
    } else if (message.words().size() > 1 && message.words().get(1).equals(incarnation)) {
      if (word.equals("hello")) {
        reader.greeted(reading.work());
      } else if (word.equals("chunk")) {
        chunk(Long.parseLong(message.words().get(2)), message.lsn());
      }
    }
    if (!message.inside()) {
      merge.outside(message.mark());
    }
  }

  private void level(long lsn) {
    if (lsn <= level) {
      return; // delivered again after a restart: levels only grow
    }
    level = lsn;
    publisher.level(lsn);
    for (TableName table : reading.complete()) {
      publisher.sendToAll(table, tables.get(table).level(lsn), lsn, 0);
    }
  }

  /** Anybody may write such a message, so what cannot be read is no reason to stop. */
  private void again(StreamRecord.Message message) {
    try {
      AgainRequest request = AgainRequest.read(message.rest());
      TableRows table = tables.get(request.table());
      if (table != null) {
        publisher.sendAgain(request.table(), request.event(), message.lsn());
      }
    } catch (IllegalArgumentException malformed) {
      LOG.warn("A message that asks for rows once more is left out: {}", malformed.getMessage());
    }
  }

  private void chunk(long number, long lsn) {
    ReadItem.Chunk chunk = queue.take(number);
    merge.chunk(chunk.snapshot());
    TableRows table = tables.get(chunk.table().table().name());
    Key last = null;
    for (String[] values : chunk.rows()) {
      last = table.key(values);
      if (merge.admits(table.name(), last)) {
        publisher.send(
            table.name(), new Event.Upsert(last, table.row(values)), lsn, chunk.readMicros());
        publisher.commitIfLarge();
      }
    }
    reading.advance(chunk, last, publisher);
    if (chunk.complete()) {
      publisher.sendToAll(table.name(), table.level(lsn), lsn, 0);
    }
    board.handled(table.name(), chunk.rows().size());
    events.add(table.name(), Op.READ, chunk.rows().size());
    settleBare();
  }

  boolean isBehind() {
    return behind;
  }

  boolean isDelivering() {
    return delivering;
  }

  /** After the stream has ended. */
  @Override
  public void close() {
    try {
      reselect.close();
    } catch (SQLException lost) {
      LOG.debug("A connection was lost while it was closed.", lost);
    }
    if (publisher != null) {
      publisher.close();
    }
  }
}
