package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import dev.everfill.producer.chunk.ReadItem;
import dev.everfill.producer.chunk.ReaderSettings;
import dev.everfill.producer.publish.Progress;
import dev.everfill.producer.publish.Publisher;
import dev.everfill.producer.publish.TableProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the reading of each table has come. Used by one thread. */
final class ReadingState {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingState.class);

  private final List<CapturedTable> tables;
  private final CaptureBoard board;
  private final Map<TableName, PartitionSet> partitions;
  private final Map<TableName, TableProgress> progress = new LinkedHashMap<>();
  private final Map<TableName, TableProgress> unpublished = new HashMap<>();

  /**
   * @param partitions of each table, as they were before this session's stream began
   */
  ReadingState(
      List<CapturedTable> tables, CaptureBoard board, Map<TableName, PartitionSet> partitions) {
    this.tables = tables;
    this.board = board;
    this.partitions = partitions;
  }

  /**
   * Goes on from what was published before. A table that is captured no more is emptied and
   * forgotten: nobody reads its changes from now on, so should it come back it must be read anew.
   */
  void start(Progress before, Publisher publisher) {
    Set<TableName> captured =
        tables.stream().map(table -> table.table().name()).collect(Collectors.toSet());
    for (TableName name : before.tables().keySet()) {
      if (!captured.contains(name)) {
        LOG.info("Table {} is captured no more; its change topic is emptied.", name);
        publisher.forget(name, before.level());
      }
    }
    for (CapturedTable table : tables) {
      TableName name = table.table().name();
      TableProgress now = start(table, before.tables().get(name), publisher, before.level());
      progress.put(name, now);
      publisher.progress(now);
      board.read(name, now.rows(), now.complete());
    }
  }

  private TableProgress start(
      CapturedTable table, TableProgress before, Publisher publisher, long level) {
    PartitionSet now = partitions.get(table.table().name());
    TableProgress none = TableProgress.none(table, now.text());
    if (before == null) {
      return none;
    }
    if (!before.isFor(table)) {
      LOG.info(
          "Table {} was read for other columns ({}); it is read again from its start.",
          before.table(),
          before.columns());
      return none;
    }
    return switch (now.since(before.partitions())) {
      case NONE -> before.of(now.text());
      case GROWN -> {
        LOG.info("Table {} has a new partition; it is read again.", before.table());
        yield none;
      }
      case EMPTIED, SHRUNK -> {
        LOG.info("Table {} has lost a partition's rows; it is read anew.", before.table());
        publisher.forget(before.table(), level);
        yield none;
      }
    };
  }

  /** Tables whose reading goes on where it was: what was published of their changes holds. */
  Set<TableName> continued() {
    return progress.values().stream()
        .filter(table -> table.complete() || table.last() != null)
        .map(TableProgress::table)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is still to be read. */
  ReaderSettings.Work work() {
    List<CapturedTable> toRead = new ArrayList<>();
    Map<TableName, Key> after = new HashMap<>();
    for (CapturedTable table : tables) {
      TableProgress now = progress.get(table.table().name());
      if (!now.complete()) {
        toRead.add(table);
      }
      if (now.last() != null) {
        after.put(now.table(), now.last());
      }
    }
    return new ReaderSettings.Work(toRead, after);
  }

  boolean isComplete(TableName table) {
    return progress.get(table).complete();
  }

  /** All of whose rows have been published, in this transaction at the latest. */
  List<TableName> complete() {
    return progress.values().stream()
        .filter(TableProgress::complete)
        .map(TableProgress::table)
        .toList();
  }

  /**
   * The rows of a chunk have been handed to the publisher, and with them goes how far that is.
   *
   * @param last the key of its last row; null if it has none
   */
  void advance(ReadItem.Chunk chunk, Key last, Publisher publisher) {
    TableName name = chunk.table().table().name();
    TableProgress now = progress.get(name).plus(chunk.rows().size(), last, chunk.complete());
    progress.put(name, now);
    unpublished.put(name, now);
    publisher.progress(now);
    if (now.complete()) {
      LOG.info("All {} rows of {} have been read.", now.rows(), name);
    }
  }

  /** What the publisher was handed has been acknowledged: now it may be shown. */
  void acknowledged() {
    unpublished.forEach((table, now) -> board.read(table, now.rows(), now.complete()));
    unpublished.clear();
  }
}
