package dev.everfill.launcher.progress;

import dev.everfill.launcher.pipeline.FieldProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows fields filling, stage by stage. For one thread; the caller closes it. */
public abstract class ProgressView implements AutoCloseable {
  private final Map<String, Rate> rates = new HashMap<>();

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
      String name = field.status().field().name();
      draw(
          field,
          List.of(
              StageLine.of("capture", field.capture(), rate(name, "capture"), now),
              StageLine.of("compute", field.compute(), rate(name, "compute"), now),
              StageLine.of("write", field.write(), rate(name, "write"), now)));
    }
    drawn(waitingFor);
  }

  private Rate rate(String field, String stage) {
    return rates.computeIfAbsent(field + "/" + stage, n -> new Rate());
  }

  abstract void draw(FieldProgress field, List<StageLine> stages);

  abstract void drawn(String waitingFor);

  @Override
  public abstract void close();
}
