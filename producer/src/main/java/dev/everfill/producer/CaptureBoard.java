package dev.everfill.producer;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.status.SlotView;
import dev.everfill.producer.publish.Progress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What the capture's threads say of themselves; written and read by any thread. */
final class CaptureBoard {
  private static final class Line {
    volatile long rows;
    volatile long estimate = -1;
    volatile boolean complete;
    final LongAdder handled = new LongAdder();
  }

  private final Map<TableName, Line> lines = new LinkedHashMap<>();
  private volatile boolean running;
  private volatile SlotView slot;
  private volatile long received; // written by one thread at a time: that of the stream
  private final CaptureLag lag = new CaptureLag(Clock.systemUTC());
  private volatile String session;
  private volatile String waitingFor;
  private volatile StageStatus.Failure failure;

  CaptureBoard(List<CapturedTable> tables) {
    tables.forEach(table -> lines.put(table.table().name(), new Line()));
  }

  void slot(SlotView seen) {
    slot = seen;
  }

  /** As last seen; null before the first look. */
  SlotView slot() {
    return slot;
  }

  /** Everything that the stream delivered ends before it. */
  void received(long position) {
    received = Math.max(received, position);
  }

  /** 0 while nothing was delivered. */
  long received() {
    return received;
  }

  /** The run that publishes, or did last in this process. */
  void session(String incarnation) {
    session = incarnation;
  }

  /** Whether it was this process, and no other, that published last. */
  boolean published(Progress before) {
    return session != null && before.session().equals(Optional.of(session));
  }

  void running(boolean now) {
    running = now;
  }

  /** Null: it does not wait any more. */
  void waitingFor(String what) {
    waitingFor = what;
  }

  void failed(StageStatus.Failure reason) {
    failure = reason;
    waitingFor = null;
    running = false;
  }

  void estimated(TableName table, long rows) {
    lines.get(table).estimate = rows;
  }

  void read(TableName table, long rows, boolean complete) {
    Line line = lines.get(table);
    line.rows = rows;
    line.complete = complete;
  }

  void handled(TableName table, long records) {
    lines.get(table).handled.add(records);
  }

  /** A change is about to be published. */
  void committed(long micros) {
    lag.taken(micros);
  }

  /** All that was about to be has been. */
  void published() {
    lag.published();
  }

  StageStatus status() {
    Double behind = running ? lag.seconds() : null;
    return new StageStatus(
        running,
        failure,
        waitingFor,
        lines.entrySet().stream()
            .map(each -> progress(each.getKey(), each.getValue(), behind))
            .toList());
  }

  private static StageStatus.Progress progress(TableName table, Line line, Double behind) {
    boolean complete = line.complete;
    long rows = line.rows;
    long estimate = line.estimate;
    long total = complete ? rows : estimate < 0 ? -1 : Math.max(rows, estimate);
    return new StageStatus.Progress(
        table.toString(), rows, total, complete, complete, line.handled.sum(), null, behind);
  }
}
