package dev.everfill.launcher.progress;

import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.launcher.eta.Eta;
import dev.everfill.launcher.eta.RowRate;
import dev.everfill.launcher.pipeline.FieldProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Shows fields filling, stage by stage. For one thread; the caller closes it. */
public abstract class ProgressView implements AutoCloseable {
  private final Map<String, RowRate> rates = new HashMap<>();

  /** Bars where a person watches, lines elsewhere. */
  public static ProgressView on(Terminal terminal) {
    return terminal.interactive() ? new BarView(terminal) : new LineView(terminal);
  }

  /**
   * Shows where the fields are now; to be called a few times a second.
   *
   * @param waitingFor what capture waits for; null while it does not
   */
  public final void show(List<FieldProgress> fields, String waitingFor) {
    long now = System.nanoTime();
    for (FieldProgress field : fields) {
      draw(field, List.of(capture(field, now), compute(field, now), write(field)));
    }
    drawn(waitingFor);
  }

  private StageLine capture(FieldProgress field, long now) {
    Progress capture = field.capture();
    double perSecond = rate(field, "capture", now, capture.done());
    Long total = capture.total() < 0 ? null : capture.total();
    return StageLine.rows(
        "capture", capture, perSecond, Eta.seconds(perSecond, capture.done(), total));
  }

  /**
   * Before its first level a field only fills its state: records are handled and no row comes of
   * them.
   */
  private StageLine compute(FieldProgress field, long now) {
    Progress compute = field.compute();
    double records = rate(field, "records", now, compute.handled());
    double rows = rate(field, "compute", now, compute.done());
    return compute.done() == 0 && !compute.complete()
        ? StageLine.records("compute", compute, records)
        : StageLine.rows("compute", compute, rows, OptionalDouble.empty());
  }

  private static StageLine write(FieldProgress field) {
    FieldStatus status = field.status();
    return StageLine.of(
        "write",
        status.rowsDone(),
        status.rowsTotal() == null ? -1 : status.rowsTotal(),
        status.live(),
        field.rate().rowsPerSecond(),
        field.rate().etaSeconds());
  }

  private double rate(FieldProgress field, String what, long now, long count) {
    RowRate rate =
        rates.computeIfAbsent(field.status().field().name() + "/" + what, n -> new RowRate());
    rate.at(now, count, count);
    return rate.perSecond(now);
  }

  abstract void draw(FieldProgress field, List<StageLine> stages);

  abstract void drawn(String waitingFor);

  @Override
  public abstract void close();
}
