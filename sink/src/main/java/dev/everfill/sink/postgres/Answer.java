package dev.everfill.sink.postgres;

import dev.everfill.sink.coalesce.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the server says of a statement that writes rows. The times, in microseconds of its clock,
 * are 0 if they were not asked for.
 *
 * @param outcomes of the rows that were asked for, in their order
 * @param took without the commit
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(Outcome[] outcomes, long began, long took) {

  /** Reads the result at which the statement stands. */
  static Answer of(PreparedStatement statement, int count) throws SQLException {
    Outcome[] outcomes = new Outcome[count];
    Arrays.fill(outcomes, Outcome.CHANGED);
    long began = 0;
    long took = 0;
    try (ResultSet result = statement.getResultSet()) {
      while (result.next()) {
        int ordinal = result.getInt(1);
        if (ordinal > 0) {
          outcomes[ordinal - 1] = outcome(result.getInt(2));
        } else if (ordinal == UpdateSql.BEGAN) {
          began = result.getLong(2);
        } else if (ordinal == UpdateSql.TOOK) {
          took = result.getLong(2);
        }
      }
    }
    return new Answer(outcomes, began, took);
  }

  private static Outcome outcome(int kind) {
    return switch (kind) {
      case UpdateSql.SAME -> Outcome.UNCHANGED;
      case UpdateSql.DIFFERS -> Outcome.DEFERRED;
      default -> Outcome.GONE;
    };
  }

  /**
   * How long each transaction held its rows, in nanoseconds: by the server's clock until it began
   * with the next one, so that what this process is busy with does not count; the last one's commit
   * is taken for as long as the longest of the others. Of one that is alone, or if the server's
   * clock was set meanwhile, all that was measured here.
   */
  static long[] held(List<Answer> answers, long nanos) {
    int last = answers.size() - 1;
    long[] held = new long[last + 1];
    boolean credible = last > 0;
    long commit = 0;
    long left = nanos;
    for (int i = 0; i < last; i++) {
      long micros = answers.get(i + 1).began() - answers.get(i).began();
      held[i] = TimeUnit.MICROSECONDS.toNanos(micros);
      left -= held[i];
      commit = Math.max(commit, micros - answers.get(i).took());
      credible &= answers.get(i).took() >= 0 && answers.get(i).took() <= micros;
    }
    long took = answers.get(last).took();
    held[last] = Math.min(left, TimeUnit.MICROSECONDS.toNanos(took + commit));
    if (!credible || took < 0 || TimeUnit.MICROSECONDS.toNanos(took) > left) {
      Arrays.fill(held, nanos / held.length);
    }
    return held;
  }
}
