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
    final Instruments.Count shown;
    long pending;

    Line(Instruments.Count shown) {
      this.shown = shown;
    }
  }

  private final Map<TableName, Map<Op, Line>> lines = new HashMap<>();

  CapturedEvents(List<CapturedTable> tables, Instruments instruments) {
    for (CapturedTable captured : tables) {
      TableName table = captured.table().name();
      Map<Op, Line> ops = new EnumMap<>(Op.class);
      for (Op op : Op.values()) {
        String word = op.name().toLowerCase(Locale.ROOT);
        ops.put(op, new Line(instruments.count(Metric.CAPTURE_EVENTS, table.toString(), word)));
      }
      lines.put(table, ops);
    }
  }

  void add(TableName table, Op op, long events) {
    lines.get(table).get(op).pending += events;
  }

  /** What was added is published. */
  void acknowledged() {
    lines.values().forEach(ops -> ops.values().forEach(CapturedEvents::acknowledged));
  }

  private static void acknowledged(Line line) {
    if (line.pending > 0) {
      line.shown.add(line.pending);
      line.pending = 0;
    }
  }
}
