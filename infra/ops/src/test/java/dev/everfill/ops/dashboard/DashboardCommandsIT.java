package dev.everfill.ops.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.everfill.ops.dashboard.Scenes.SEEN;
import static dev.everfill.ops.dashboard.Scenes.SUSPICIOUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.everfill.base.status.FieldView;
import dev.everfill.embedded.testing.Chromium;
import dev.everfill.ops.Commands;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people ask of fields: shown as asked at once, as done when it is, and never by accident. */
@ExtendWith(Chromium.class)
class DashboardCommandsIT {
  private static final String BY = " by api:dashboard";

  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(1_000);

  @Test
  void aPauseIsAskedThenShownWithinASecondAndStaysOverAReload(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.backfilling())) {
      visit.button(SUSPICIOUS, "Pause").click();
      assertThat(visit.card(SUSPICIOUS)).containsText("Pausing…", SOON);
      asked(visit, "pause " + SUSPICIOUS + BY);
      assertThat(visit.card(SUSPICIOUS).locator(".pill")).hasText("backfilling");
      visit.pipeline.show(Scenes.paused());
      assertThat(visit.card(SUSPICIOUS).locator(".pill")).containsText("paused", SOON);
      assertThat(visit.button(SUSPICIOUS, "Resume")).isEnabled();
      visit.page.reload();
      assertThat(visit.card(SUSPICIOUS).locator(".pill")).hasText("paused");
      visit.button(SUSPICIOUS, "Resume").click();
      asked(visit, "pause " + SUSPICIOUS + BY, "resume " + SUSPICIOUS + BY);
      visit.pipeline.show(Scenes.backfilling());
      assertThat(visit.button(SUSPICIOUS, "Pause")).isEnabled();
    }
  }

  @Test
  void aRefusalIsToldInTheServersWords(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.backfilling())) {
      String words = "PostgreSQL cannot be reached; try again once it answers.";
      visit.pipeline.refuse(new Commands.Refused("server_unreachable", words));
      visit.button(SEEN, "Pause").click();
      assertThat(visit.card(SEEN)).containsText("Refused: " + words);
      assertThat(visit.button(SEEN, "Pause")).isEnabled();
      visit.button(SEEN, "Dismiss").click();
      assertThat(visit.card(SEEN)).not().containsText("Refused");
    }
  }

  @Test
  void takingABoundAwayIsAskedTwice(Browser browser) {
    FieldView.Pace bounded = new FieldView.Pace(500L, 20, true);
    try (Visit visit = Visit.to(browser, Scenes.of(Scenes.filling()))) {
      visit.button(SUSPICIOUS, "Pace…").click();
      visit.dialog().getByLabel("At most").check();
      visit.dialog().getByLabel("Rows per second").fill("500");
      visit.inDialog("Set pace").click();
      asked(visit, "pace " + SUSPICIOUS + " rows 500 hold 20" + BY);
      visit.pipeline.show(Scenes.of(Scenes.filling().pace(bounded)));
      assertThat(visit.card(SUSPICIOUS)).containsText("at most 500/s, hold ≤ 20 ms, set by hand");
      visit.button(SUSPICIOUS, "Pace…").click();
      visit.dialog().getByLabel("No bound").check();
      visit.inDialog("Set pace").click();
      assertThat(visit.dialog()).containsText("without a bound on rows?");
      visit.inDialog("Cancel").click();
      visit.button(SUSPICIOUS, "Pace…").click();
      visit.inDialog("As configured").click();
      asked(
          visit,
          "pace " + SUSPICIOUS + " rows 500 hold 20" + BY,
          "pace " + SUSPICIOUS + " rows configured hold configured" + BY);
    }
  }

  @Test
  void aVerificationMayBeASampleAndARepairIsAskedTwice(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.live())) {
      visit.button(SEEN, "Verify…").click();
      visit.dialog().getByLabel("A sample of").check();
      visit.dialog().getByLabel("Rows to compare", exactly()).fill("250");
      visit.inDialog("Verify").click();
      asked(visit, "verify " + SEEN + " 250" + BY);
      assertThat(visit.card(SEEN)).containsText("Verifying…");
      FieldView.Verified result = new FieldView.Verified(Instant.now(), 250, 3);
      visit.pipeline.show(Scenes.of(Scenes.live(SEEN).verified(result)));
      assertThat(visit.card(SEEN)).containsText("3 of 250 differ, just now");
      visit.button(SEEN, "Verify…").click();
      visit.dialog().getByLabel("Repair the rows that differ").check();
      visit.inDialog("Verify").click();
      assertThat(visit.dialog()).containsText("Repair " + SEEN + "?");
      visit.inDialog("Verify and repair").click();
      asked(visit, "verify " + SEEN + " 250" + BY, "verify " + SEEN + " all repair" + BY);
    }
  }

  @Test
  void aResyncWantsAYesAndEscapeIsANo(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.live())) {
      visit.button(SEEN, "Resync…").focus();
      visit.page.keyboard().press("Enter");
      assertThat(visit.dialog()).containsText("Resync " + SEEN + " and all others?");
      for (int i = 0; i < 5; i++) {
        visit.page.keyboard().press("Tab");
        assertThat(visit.page.evaluate("!document.activeElement.closest('#board')"))
            .as("the focus stays out of the board")
            .isEqualTo(true);
      }
      visit.page.keyboard().press("Escape");
      assertThat(visit.dialog()).hasCount(0);
      assertThat(visit.button(SEEN, "Resync…")).isFocused();
      visit.pipeline.show(Scenes.of(Scenes.live(SEEN).failed("slot_lost", "The slot is gone.")));
      visit.banner("failed").getByText("Resync…").click();
      visit.inDialog("Read all tables again").click();
      asked(visit, "resync " + SEEN + BY);
    }
  }

  @Test
  void aRefusedRowIsTriedAgainOnce(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.refusing(false))) {
      var rows = visit.page.locator("#quarantine");
      assertThat(rows).containsText("{\"id\": \"8f1c2b7e\"}");
      assertThat(rows).containsText("23514");
      rows.getByText("Try again").click();
      asked(visit, "retry 7" + BY);
      visit.pipeline.show(Scenes.refusing(true));
      assertThat(rows).containsText("Trying…");
      visit.pipeline.show(Scenes.backfilling());
      assertThat(rows).isHidden();
    }
  }

  private static Locator.GetByLabelOptions exactly() {
    return new Locator.GetByLabelOptions().setExact(true);
  }

  private static void asked(Visit visit, String... requests) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(visit.pipeline.asked()).containsExactly(requests));
  }
}
