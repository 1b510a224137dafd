package dev.everfill.launcher.verify;

import dev.everfill.base.definition.FieldDefinition;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies while applications go on writing: a row that changed a moment ago has not been written
 * yet and differs for a good reason. A difference counts once it is still the same after everything
 * that was committed before it was seen has been written.
 */
public final class Proof {
  private static final int KEYS_AT_A_TIME = 500;
  private static final int ROUNDS = 20;
  private final Verification verification = new Verification(KEYS_AT_A_TIME);
  private final Barrier barrier;

  /** Waits until everything that was committed before the call has been written. */
  @FunctionalInterface
  public interface Barrier {
    void await() throws InterruptedException;
  }

  public Proof(Barrier barrier) {
    this.barrier = barrier;
  }

  /**
   * Compares all rows, and the differing ones again until they agree or stay.
   *
   * @return all rows, and the differences that stayed; with more differences at once than are
   *     looked at one by one, all of them count that a second whole comparison still finds
   */
  public Result of(Connection connection, FieldDefinition field) throws InterruptedException {
    barrier.await();
    Result first = verification.all(connection, field);
    if (first.mismatches() > KEYS_AT_A_TIME) {
      barrier.await();
      first = verification.all(connection, field);
    }
    if (first.same() || first.mismatches() > KEYS_AT_A_TIME) {
      return first;
    }
    return settled(connection, field, first);
  }

  private Result settled(Connection connection, FieldDefinition field, Result first)
      throws InterruptedException {
    List<Difference> stayed = new ArrayList<>();
    List<Difference> open = first.differences();
    Duration took = first.took();
    for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
      barrier.await();
      Result again =
          verification.keys(connection, field, open.stream().map(Difference::key).toList());
      took = took.plus(again.took());
      Map<List<String>, String> before = new HashMap<>();
      open.forEach(difference -> before.put(difference.key(), difference.digest()));
      List<Difference> undecided = new ArrayList<>();
      for (Difference difference : again.differences()) {
        boolean same = difference.digest().equals(before.get(difference.key()));
        (same ? stayed : undecided).add(difference);
      }
      open = undecided;
    }
    // What changed at every look was written at every look: it is busy, not wrong.
    return new Result(first.rows(), stayed.size(), stayed, took);
  }
}
