package dev.everfill.launcher.client;

import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.status.EventView;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.ops.Commands;
import dev.everfill.ops.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A pipeline of one field that does what it is asked, if it is not told to be idle. */
final class FakePipeline implements Feed, Commands {
  static final String FIELD = "items.colour";

  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile boolean idle;
  volatile boolean refusing;
  private volatile boolean paused;
  private volatile FieldView.Pace pace = new FieldView.Pace(null, 20, false);

  private void note(String what, String actor) {
    if (refusing) {
      throw new Refused("server_unreachable", "PostgreSQL cannot be reached; it is tried again");
    }
    asked.add(what + " by " + actor);
  }

  @Override
  public void pause(String field, String actor) {
    note("pause " + field, actor);
    paused = !idle;
  }

  @Override
  public void resume(String field, String actor) {
    note("resume " + field, actor);
    paused = false;
  }

  @Override
  public void pace(
      String field, OptionalLong rowsPerSecond, Optional<Duration> maxHold, String actor) {
    note("pace " + field + " " + rowsPerSecond + " " + maxHold, actor);
    Long rows =
        rowsPerSecond.isEmpty() || rowsPerSecond.getAsLong() == 0
            ? null
            : (Long) rowsPerSecond.getAsLong();
    pace = new FieldView.Pace(rows, maxHold.map(Duration::toNanos).orElse(20_000_000L) / 1e6, true);
  }

  @Override
  public void verify(String field, boolean repair, OptionalInt sample, String actor) {
    note("verify " + field, actor);
  }

  @Override
  public void resync(String field, String actor) {
    note("resync " + field, actor);
  }

  @Override
  public void retry(long quarantineId, String actor) {
    note("retry " + quarantineId, actor);
  }

  @Override
  public Snapshot latest() {
    Instant now = Instant.now();
    FieldView.Throttle free = new FieldView.Throttle(0, List.of(), null, null, null);
    FieldView field =
        new FieldView(
            FIELD,
            paused ? "paused" : "live",
            null,
            true,
            1,
            10,
            10L,
            100,
            10,
            null,
            null,
            free,
            paused,
            pace,
            1,
            0.5,
            now,
            now,
            null,
            null,
            null,
            null);
    QuarantineView row =
        new QuarantineView(7, FIELD, now, "[\"1\"]", "23514", "no", "t-0@1", 1, false);
    return new Snapshot(
        now,
        true,
        null,
        List.of(field),
        List.of(),
        new ConnectionBudget.Usage(1, 15, false),
        List.of(row),
        null);
  }

  @Override
  public List<EventView> events(long afterId, int limit) {
    return List.of();
  }

  @Override
  public AutoCloseable subscribe(Consumer<Snapshot> snapshots, Consumer<EventView> events) {
    return () -> {};
  }
}
