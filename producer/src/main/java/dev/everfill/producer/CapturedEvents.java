package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.Metric;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what is handed to the publisher, and shows it once that has been acknowledged. Used by one
 * thread.
 */
final class CapturedEvents {
  /** What there is to publish of a table. */
  enum Op {
    /** A row that was there before. */
    READ,
    UPSERT,
    DELETE,
    TRUNCATE
  }

  private static final class Line {
    final long[] pending = new long[Op.values().length];
    final Map<Op, Instruments.Count> shown = new EnumMap<>(Op.class);
  }

  private final Map<TableName, Line> lines = new HashMap<>();

  CapturedEvents(List<CapturedTable> tables, Instruments instruments) {
    for (CapturedTable captured : tables) {
      TableName table = captured.table().name();
      Line line = new Line();
      for (Op op : Op.values()) {
        String word = op.name().toLowerCase(Locale.ROOT);
        line.shown.put(op, instruments.count(Metric.CAPTURE_EVENTS, table.toString(), word));
      }
      lines.put(table, line);
    }
  }

  void add(TableName table, Op op, long events) {
    lines.get(table).pending[op.ordinal()] += events;
  }

  /** What was added is published. */
  void acknowledged() {
    for (Line line : lines.values()) {
      line.shown.forEach(
          (op, count) -> {
            if (line.pending[op.ordinal()] > 0) {
              count.add(line.pending[op.ordinal()]);
              line.pending[op.ordinal()] = 0;
            }
          });
    }
  }
}
