package dev.everfill.ops.http;

import dev.everfill.ops.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what is asked, or refuses it. */
final class FakeCommands implements Commands {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile RuntimeException failure;

  List<String> calls() {
    return List.copyOf(calls);
  }

  /** From now on; null for not at all. */
  void failWith(RuntimeException why) {
    failure = why;
  }

  private void note(String call) {
    if (failure != null) {
      throw failure;
    }
    calls.add(call);
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
    note("pace " + field + " " + rows + " " + maxHold + " by " + actor);
  }

  @Override
  public void verify(String field, boolean repair, OptionalInt sample, String actor) {
    note("verify " + field + " " + repair + " " + sample + " by " + actor);
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
