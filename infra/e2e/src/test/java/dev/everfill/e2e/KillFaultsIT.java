package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fault 3: the process ends as if killed at the three places where a batch may be cut in two. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class KillFaultsIT {
  private static final int KILLED = 137;

  @Test
  void everyRowIsWrittenOnceHoweverOftenTheWriterDies() throws Exception {
    try (Stand stand = new Stand("kills", 3_000)) {
      stand.configure("pace: {rows-per-second: 3000, max-hold: 500ms}\n");
      for (String place : new String[] {"before-commit", "after-commit", "before-batch"}) {
        stand.run("-Deverfill.failpoint=" + place + ":halt:3");
        assertThat(stand.process.exit(Stand.LIMIT)).as(stand.process::printed).isEqualTo(KILLED);
        System.out.println(
            "3: killed " + place + " after " + stand.ledger.audited() + " rows were written");
      }
      assertThat(stand.ledger.audited()).as("rows written by the killed").isPositive();
      stand.run();
      stand.awaitLive();
      stand.assertHealed("3 killed three times");
      assertThat(
              stand.scenario.number(
                  "SELECT max(c) FROM (SELECT count(*) AS c FROM public.audit GROUP BY id) w"))
          .as("writes to a row, of which each field needs one")
          .isLessThanOrEqualTo(2);
    }
  }
}
