package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.KafkaServer;
import dev.everfill.embedded.PostgresServer.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM ends the process within ten seconds, whatever it is waiting for. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StopIT {
  private static final int ROWS = 500;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void whilePostgresIsAwayAndWhileKafkaIs() throws Exception {
    KafkaServer kafka = KafkaServer.in(folder.resolve("kafka")).start();
    try (Stand stand = Stand.on(kafka.bootstrapServers(), "stop", ROWS)) {
      stand.configure("");
      stand.run();
      stand.awaitLive();
      stand.server.stop(StopMode.FAST);
      Scenario.pause(Duration.ofSeconds(1));
      stopped(stand);

      stand.server.restart();
      stand.run();
      stand.awaitLive();
      stand.assertHealed("after a stop without PostgreSQL");
      kafka.close();
      Scenario.pause(Duration.ofSeconds(1));
      stopped(stand);
    } finally {
      kafka.close();
    }
  }

  private static void stopped(Stand stand) throws Exception {
    assertThat(stand.process.isAlive()).as(stand.process::printed).isTrue();
    stand.process.terminate();
    assertThat(stand.process.exit(TEN_SECONDS)).as(stand.process::printed).isZero();
  }
}
