package dev.everfill.ops.metrics;

import dev.everfill.base.metrics.Metric;
import dev.everfill.base.metrics.MicrometerInstruments;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gauges that are made from a snapshot. What is not known is not shown. For one thread. */
final class SnapshotGauges {
  private static final List<String> STATES =
      List.of("pending", "capturing", "backfilling", "live", "paused", "interrupted", "failed");
  private static final List<String> SLOT_STATES =
      List.of("reserved", "extended", "unreserved", "lost", "missing");

  /** Of all reasons: there is always one to show, also while nothing slows it down. */
  private static final String SCARCEST = "scarcest";

  private final Map<Metric, MultiGauge> gauges = new EnumMap<>(Metric.class);
  private final Map<Metric, List<MultiGauge.Row<?>>> rows = new EnumMap<>(Metric.class);

  SnapshotGauges(MeterRegistry registry, String version) {
    for (Metric metric : Metric.values()) {
      if (metric.kind() == Metric.Kind.GAUGE) {
        gauges.put(
            metric,
            MultiGauge.builder(metric.meterName()).description(metric.help()).register(registry));
        rows.put(metric, new ArrayList<>());
      }
    }
    add(Metric.BUILD_INFO, 1, version);
    register(Metric.BUILD_INFO);
  }

  void show(Snapshot snapshot) {
    rows.values().forEach(List::clear);
    snapshot.fields().forEach(this::field);
    if (snapshot.slot() != null) {
      slot(snapshot.slot());
    }
    gauges.keySet().stream().filter(metric -> metric != Metric.BUILD_INFO).forEach(this::register);
  }

  private void register(Metric metric) {
    gauges.get(metric).register(List.copyOf(rows.get(metric)), true);
  }

  private void field(FieldView field) {
    String name = field.name();
    for (String state : STATES) {
      add(Metric.FIELD_STATE, state.equals(field.state()) ? 1 : 0, name, state);
    }
    add(Metric.FRESHNESS_SECONDS, field.freshnessSeconds(), name);
    add(Metric.BACKFILL_ROWS, field.rowsTotal(), name);
    add(Metric.BACKFILL_ROWS_DONE, field.rowsProcessed(), name);
    add(Metric.BACKFILL_ETA_SECONDS, eta(field), name);
    add(Metric.QUARANTINE_ROWS, field.quarantinedRows(), name);
    if (field.throttle() != null) {
      add(Metric.SINK_THROTTLE_UTILIZATION, field.throttle().utilization(), name, SCARCEST);
      for (FieldView.PaceView reason : field.throttle().reasons()) {
        add(Metric.SINK_THROTTLE_UTILIZATION, reason.utilization(), name, reason.name());
      }
    }
    if (field.verified() != null) {
      add(Metric.VERIFY_MISMATCHES, field.verified().mismatches(), name);
    }
    if (field.stages() != null) {
      stages(field.stages(), name);
    }
  }

  private static Double eta(FieldView field) {
    boolean settled =
        field.rowsTotal() != null && field.percent() >= 100 && field.etaSeconds() == null;
    return settled ? Double.valueOf(0) : field.etaSeconds();
  }

  private void stages(FieldView.Stages stages, String name) {
    if (stages.capture() != null) {
      add(Metric.CAPTURE_LAG_SECONDS, stages.capture().lagSeconds(), name);
    }
    if (stages.compute() != null) {
      add(Metric.COMPUTE_LAG_RECORDS, stages.compute().lag(), name);
      add(Metric.COMPUTE_STATE, state(stages.compute()), name);
    }
  }

  private static int state(FieldView.Stage compute) {
    if (compute.failure() != null) {
      return 3;
    }
    if (compute.waitingFor() != null) {
      return 1;
    }
    return compute.running() ? 2 : 0;
  }

  private void slot(SlotView slot) {
    Long safe = slot.safeWalBytes();
    add(Metric.SLOT_RETAINED_WAL_BYTES, slot.retainedWalBytes());
    if (slot.retainedWalBytes() != null) {
      double bound = safe == null ? Double.POSITIVE_INFINITY : safe.doubleValue();
      add(Metric.SLOT_SAFE_WAL_BYTES, bound);
    }
    for (String status : SLOT_STATES) {
      add(Metric.SLOT_STATUS, status.equals(slot.status()) ? 1 : 0, status);
    }
  }

  /**
   * @param value null if it is not known
   */
  private void add(Metric metric, Number value, String... labels) {
    if (value != null) {
      rows.get(metric).add(MultiGauge.Row.of(MicrometerInstruments.tags(metric, labels), value));
    }
  }
}
