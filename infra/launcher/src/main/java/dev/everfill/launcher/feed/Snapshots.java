package dev.everfill.launcher.feed;

import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.Snapshot.Trouble;
import java.time.Instant;
import java.util.List;

/** Snapshots of a process that cannot look just now. Pure. */
final class Snapshots {
  private Snapshots() {}

  static Snapshot starting(Instant at) {
    return new Snapshot(
        at,
        false,
        null,
        List.of(),
        List.of(),
        new ConnectionBudget.Usage(0, 0, false),
        List.of(),
        null);
  }

  /** What was seen last, by a process whose stages do not run. */
  static Snapshot stopped(Snapshot last, Instant at) {
    return last.seen(at, false, last.trouble());
  }

  /** What was seen last, and why nothing newer is; the trouble keeps its beginning. */
  static Snapshot troubled(Snapshot last, Trouble trouble) {
    boolean same = last.trouble() != null && last.trouble().reason().equals(trouble.reason());
    Instant since = same ? last.trouble().since() : trouble.since();
    Trouble lasting = new Trouble(trouble.reason(), trouble.message(), since);
    return last.seen(trouble.since(), last.started(), lasting);
  }
}
