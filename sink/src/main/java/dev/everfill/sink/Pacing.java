package dev.everfill.sink;

import dev.everfill.sink.pace.Pace;
import dev.everfill.sink.pace.Throttle;
import dev.everfill.sink.postgres.Connections;
import dev.everfill.sink.postgres.PaceRounds;
import dev.everfill.sink.signal.Company;
import dev.everfill.sink.signal.SignalPlan;
import dev.everfill.sink.signal.Signals;
import java.util.function.LongSupplier;

/**
 * What paces one write stage: the shared budget and the signals, each kept up to date on a thread
 * and a connection of its own beside the writer's. Safe for all threads; the creator closes it once
 * nothing is written any more.
 */
final class Pacing implements AutoCloseable {
  private final Signals signals;
  private final PaceRounds rounds;
  private final Pace pace;

  /**
   * @param beside for two connections beside the writer's
   * @param nanos the monotonic clock
   */
  Pacing(WriteSettings settings, Connections beside, LongSupplier nanos) {
    String pipeline = settings.names().pipeline();
    this.signals =
        new Signals(
            SignalPlan.of(settings.fields(), pipeline, application(pipeline), nanos),
            new Company(pipeline + " "),
            beside,
            nanos);
    this.pace = new Pace(settings.rowsPerSecond(), signals);
    this.rounds = new PaceRounds(beside, pipeline, settings.instance(), pace, nanos);
  }

  /** How the writing sessions are called, so that others know whom they wait for. */
  static String application(String pipeline) {
    return pipeline + " write";
  }

  Throttle throttle() {
    return pace;
  }

  void start() {
    signals.start();
    rounds.start();
  }

  @Override
  public void close() {
    signals.close();
    rounds.close();
  }
}
