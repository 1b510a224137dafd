package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.embedded.PostgresServer.StopMode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fault 12: a disk is full, of PostgreSQL's tables or log, of the state stores, or of the broker.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class DiskFullIT {
  private static final int ROWS = 2_000;

  /**
   * The target cannot grow, then the state stores cannot: the stage waits, says for what, and goes
   * on by itself.
   */
  @Test
  void theTargetAndTheStateRunOutOfRoom() throws Exception {
    try (Stand stand = new Stand("disk", ROWS);
        SmallDisk table = SmallDisk.of(stand.folder.resolve("small"), 16);
        SmallDisk state = SmallDisk.of(stand.folder.resolve("data"), 256)) {
      table.giveToOwnerOf(stand.folder.resolve("postgres").resolve("data"));
      stand.scenario.execute("CREATE TABLESPACE small LOCATION '" + table.folder() + "'");
      stand.scenario.execute("ALTER TABLE public.copy SET TABLESPACE small");
      stand.configure("pace: {max-hold: 500ms}\n");
      stand.run();
      stand.awaitLive();
      try {
        targetIsFull(stand, table);
        stateIsFull(stand, state);
      } finally {
        stand.process.kill();
        stand.scenario.execute("ALTER TABLE public.copy SET TABLESPACE pg_default");
        stand.scenario.execute("DROP TABLESPACE small");
      }
    }
  }

  private static void targetIsFull(Stand stand, SmallDisk table) throws Exception {
    table.fill();
    grow(stand, 1_000);
    stand.await("a refusal", () -> stand.process.stderr().contains("No space left on device"));
    assertThat(stand.refusedWith("53100")).as("refusals in the server's log").isPositive();
    assertThat(stand.scenario.allLive()).as("the fields wait, they have not failed").isTrue();
    assertThat(stand.scenario.number("SELECT count(*) FROM " + quarantine(stand))).isZero();
    table.free();
    stand.assertHealed("12 room for the target again");
  }

  private static void stateIsFull(Stand stand, SmallDisk state) throws Exception {
    state.fill();
    stand.await(
        "the fields to wait for room",
        () -> {
          // The stores keep much in memory before they need the disk.
          bump(stand);
          return stand.process.stderr().contains("waits for 64 MB of room on the disk of");
        });
    assertThat(stand.scenario.allLive()).as("the fields wait, they have not failed").isTrue();
    state.free();
    stand.assertHealed("12 room for the state again");
    assertThat(stand.process.stderr()).contains("there is room for its state again");
  }

  /** PostgreSQL's log cannot grow: the server stops, and everything waits for it. */
  @Test
  void theLogOfPostgresRunsOutOfRoom() throws Exception {
    try (Stand stand = new Stand("disk-wal", ROWS);
        SmallDisk disk = SmallDisk.of(stand.folder.resolve("log"), 160)) {
      Path log = stand.folder.resolve("postgres").resolve("data").resolve("pg_wal");
      stand.server.stop(StopMode.FAST);
      disk.takeOver(log);
      stand.server.restart();
      stand.configure("");
      stand.run();
      stand.awaitLive();
      disk.fill();
      assertThatThrownBy(() -> growUntilRefused(stand)).isInstanceOf(SQLException.class);
      Scenario.pause(Duration.ofSeconds(2));
      assertThat(stand.process.isAlive()).as("it waits for the server").isTrue();
      disk.free();
      stand.server.stop(StopMode.IMMEDIATE);
      stand.server.restart();
      stand.awaitLive();
      stand.assertHealed("12 room for PostgreSQL's log again");
      stand.process.kill();
      stand.server.stop(StopMode.FAST);
      disk.giveBack(log);
      stand.server.restart();
    }
  }

  private static void growUntilRefused(Stand stand) throws SQLException {
    for (int i = 0; i < 200; i++) {
      grow(stand, 1_000);
    }
  }

  /**
   * The broker inside the process: without a place to write it ends the process, which says why.
   */
  @Test
  void theBrokerInsideRunsOutOfRoom() throws Exception {
    try (Stand stand = Stand.withItsOwnKafka("disk-kafka", ROWS);
        SmallDisk disk = SmallDisk.of(stand.folder.resolve("data"), 256)) {
      stand.configure("pace: {max-hold: 500ms}\n");
      stand.run();
      stand.awaitLive();
      disk.fill();
      EverfillProcess full = stand.process;
      long end = System.nanoTime() + Stand.LIMIT.toNanos();
      while (full.isAlive() && System.nanoTime() < end) {
        bump(stand);
      }
      assertThat(full.exit(Stand.LIMIT)).as(full::printed).isNotZero();
      assertThat(full.stderr()).contains("No space left on device");
      disk.free();
      stand.run();
      stand.awaitLive();
      stand.assertHealed("12 room for the broker again");
      stand.process.kill();
    }
  }

  /** Not as fast as it goes: all of it is to be worked off when there is room again. */
  private static void bump(Stand stand) {
    try {
      stand.ledger.bump(1, ROWS);
      Scenario.pause(Duration.ofMillis(300));
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  /** New bodies so long that the rows do not fit where they are. */
  private static void grow(Stand stand, int length) throws SQLException {
    stand.scenario.execute(
        "UPDATE public.source SET version = version + 1, body = left(repeat(md5(id::text), 100), "
            + length
            + ")");
  }

  private static String quarantine(Stand stand) {
    return "\"" + stand.scenario.name + "\".quarantine";
  }
}
