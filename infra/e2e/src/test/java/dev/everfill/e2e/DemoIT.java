package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first, and that its proof can fail. */
class DemoIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void fillsUnderTrafficProvesItAndWouldNoticeAWrongValue() throws Exception {
    String data = folder.resolve("demo").toString();
    try (EverfillProcess demo =
        start("demo", "--exit-when-live", "--scale", "0.01", "--data-dir", data)) {
      assertThat(demo.exit(LIMIT)).as(demo::printed).isZero();
      assertThat(demo.stdout())
          .as(demo::printed)
          .contains(
              "skills.is_suspicious",
              "skills.latest_version_summary",
              "transmissions.last_seen",
              "verified");
    }
    try (EverfillProcess verify = start("demo", "--verify-only", "--data-dir", data)) {
      assertThat(verify.exit(LIMIT)).as(verify::printed).isZero();
    }
    String key = plantAWrongValue(Path.of(data));
    try (EverfillProcess verify = start("demo", "--verify-only", "--data-dir", data)) {
      assertThat(verify.exit(LIMIT)).as(verify::printed).isEqualTo(3);
      assertThat(verify.stdout() + verify.stderr()).contains("transmissions.last_seen", key);
    }
  }

  private EverfillProcess start(String... arguments) throws Exception {
    return EverfillProcess.start(folder, Map.of(), arguments);
  }

  /** The transmission whose value is wrong from now on. */
  private static String plantAWrongValue(Path data) throws Exception {
    try (PostgresServer server = PostgresServer.in(data.resolve("postgres")).start();
        Connection connection =
            DriverManager.getConnection(server.url("app"), server.user(), server.password());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "UPDATE public.transmissions SET last_seen = '1999-12-31 23:59:59+00' WHERE id ="
                    + " (SELECT max(id) FROM public.transmissions) RETURNING id")) {
      row.next();
      return row.getString(1);
    }
  }
}
