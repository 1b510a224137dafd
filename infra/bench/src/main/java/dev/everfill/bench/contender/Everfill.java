package dev.everfill.bench.contender;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The real thing, from its start until the field is live. */
final class Everfill implements Contender {
  /** Seldom, since the server answers on the application's core. */
  private static final long LOOK_MILLIS = 250;

  private EverfillProcess running;

  @Override
  public String name() {
    return "everfill";
  }

  @Override
  public String sessions() {
    return "everfill%";
  }

  @Override
  public String writers() {
    return EverfillProcess.NAME + " write";
  }

  @Override
  public Filled fill(Bench bench) throws SQLException, IOException, InterruptedException {
    running = EverfillProcess.start(bench);
    long begun = System.nanoTime();
    long writing = 0;
    try (Connection connection = bench.server().connect("bench status")) {
      while (true) {
        Status status = Status.read(connection);
        if (writing == 0 && status.changed() > 0) {
          writing = System.nanoTime();
        }
        if (status.live()) {
          long ended = System.nanoTime();
          return new Filled(status.changed(), begun, writing == 0 ? ended : writing, ended);
        }
        running.check();
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  @Override
  public void cleanUp(Bench bench) throws IOException, InterruptedException {
    if (running != null) {
      running.destroy();
      running = null;
    }
  }
}
