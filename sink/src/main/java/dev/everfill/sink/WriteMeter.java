package dev.everfill.sink;

import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.Instruments.Count;
import dev.everfill.base.metrics.Instruments.Spread;
import dev.everfill.base.metrics.Metric;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Settled;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures one field's writing: a few additions for each batch. Belongs to the writing thread.
 *
 * <p>Rows that somebody holds are tried again and counted each time, so what was read is the sum of
 * the other outcomes.
 */
final class WriteMeter {
  private static final double NANOS = 1e9;

  /** States that come without anything being wrong: shown from the beginning, with 0. */
  private static final List<String> USUAL = List.of("40001", "40P01", "55P03", "57014", "08006");

  private final String field;
  private final Instruments instruments;
  private final Map<Outcome, Count> rows = new EnumMap<>(Outcome.class);
  private final Count committed;
  private final Count refused;
  private final Count failed;
  private final Count fenced;
  private final Spread hold;
  private final Spread size;

  WriteMeter(String field, Instruments instruments) {
    this.field = field;
    this.instruments = instruments;
    for (Outcome outcome : Outcome.values()) {
      String word = outcome.name().toLowerCase(Locale.ROOT);
      rows.put(outcome, instruments.count(Metric.SINK_ROWS, field, word));
    }
    committed = batches("committed");
    refused = batches("refused");
    failed = batches("failed");
    fenced = instruments.count(Metric.SINK_FENCED, field);
    hold = instruments.spread(Metric.SINK_HOLD_SECONDS, field);
    size = instruments.spread(Metric.SINK_BATCH_ROWS, field);
    USUAL.forEach(state -> retries(state).add(0));
  }

  private Count batches(String outcome) {
    return instruments.count(Metric.SINK_BATCHES, field, outcome);
  }

  private Count retries(String sqlState) {
    String shown = sqlState.matches("[0-9A-Z]{5}") ? sqlState : "none";
    return instruments.count(Metric.SINK_RETRIES, field, shown);
  }

  /** A batch is committed; one without rows stored only progress, and is not counted. */
  void wrote(List<Settled> batch, long heldNanos) {
    if (batch.isEmpty()) {
      return;
    }
    int[] outcomes = Settled.count(batch);
    rows.forEach((outcome, count) -> count.add(outcomes[outcome.ordinal()]));
    committed.add(1);
    hold.record(heldNanos / NANOS);
    size.record(batch.size());
  }

  /** PostgreSQL refuses one of a batch's rows; the batch is rolled back and divided. */
  void refused() {
    refused.add(1);
  }

  /** A step failed and comes again later. */
  void retried(String sqlState) {
    retries(sqlState).add(1);
  }

  /** A batch was not committed, or nobody knows. */
  void failed() {
    failed.add(1);
  }

  /** Somebody else turned out to own a partition. */
  void fenced() {
    fenced.add(1);
  }
}
