package dev.everfill.ops.dashboard;

import dev.everfill.base.status.Snapshot;
import dev.everfill.ops.Commands;
import dev.everfill.ops.testing.FakeFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shows what the test says and notes what is asked; it does nothing by itself. */
final class Pipeline extends FakeFeed implements Commands {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Refused refusal;

  Pipeline(Snapshot first) {
    super(first);
  }

  /** From now on; null to take requests again. */
  void refuse(Refused why) {
    refusal = why;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  private void note(String request) {
    if (refusal != null) {
      throw refusal;
    }
    asked.add(request);
  }

  @Override
  public void pause(String field, String actor) {
    note("pause " + field + " by " + actor);
  }

  @Override
  public void resume(String field, String actor) {
    note("resume " + field + " by " + actor);
  }

  @Override
  public void pace(String field, OptionalLong rows, Optional<Duration> maxHold, String actor) {
    String bound = rows.isPresent() ? String.valueOf(rows.getAsLong()) : "configured";
    String hold = maxHold.map(Duration::toMillis).map(String::valueOf).orElse("configured");
    note("pace " + field + " rows " + bound + " hold " + hold + " by " + actor);
  }

  @Override
  public void verify(String field, boolean repair, OptionalInt sample, String actor) {
    String rows = sample.isPresent() ? String.valueOf(sample.getAsInt()) : "all";
    note("verify " + field + " " + rows + (repair ? " repair" : "") + " by " + actor);
  }

  @Override
  public void resync(String field, String actor) {
    note("resync " + field + " by " + actor);
  }

  @Override
  public void retry(long quarantineId, String actor) {
    note("retry " + quarantineId + " by " + actor);
  }
}
