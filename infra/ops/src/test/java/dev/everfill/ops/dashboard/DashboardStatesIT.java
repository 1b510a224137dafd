package dev.everfill.ops.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.everfill.ops.dashboard.Scenes.SEEN;
import static dev.everfill.ops.dashboard.Scenes.SUMMARY;
import static dev.everfill.ops.dashboard.Scenes.SUSPICIOUS;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.everfill.embedded.testing.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people see of a pipeline, as it goes from one state to the next. */
@ExtendWith(Chromium.class)
class DashboardStatesIT {
  @Test
  void followsAFieldFromCapturingToLiveAndThenTakesTheBannerAway(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.capturing())) {
      assertThat(visit.card(SUMMARY)).containsText("capturing");
      assertThat(visit.banner("waiting")).containsText("1 of 2 fields are live");
      visit.pipeline.show(Scenes.backfilling());
      assertThat(visit.card(SUSPICIOUS)).containsText("backfilling");
      assertThat(visit.card(SUSPICIOUS).getByRole(AriaRole.PROGRESSBAR))
          .hasAttribute("aria-valuenow", "43");
      assertThat(visit.card(SUSPICIOUS)).containsText("about 17 s left");
      assertThat(visit.card(SUSPICIOUS)).containsText("wal rate");
      visit.pipeline.show(Scenes.live());
      assertThat(visit.card(SUSPICIOUS)).containsText("100 %");
      assertThat(visit.page.locator(".banner")).hasCount(0);
      assertThat(visit.page.locator("#summary")).containsText("All 3 fields are live");
      assertThat(visit.page).hasTitle("Live · Everfill");
    }
  }

  @Test
  void aFailedFieldIsRedWithItsReasonAndWayOutUntilItIsLiveAgain(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.failed())) {
      Locator banner = visit.banner("failed");
      assertThat(banner).hasAttribute("data-level", "bad");
      assertThat(banner).containsText("1 field has failed");
      assertThat(banner).containsText("schema_changed");
      assertThat(banner).containsText(Scenes.WAY_OUT);
      assertThat(banner).hasCSS("background-color", "rgb(179, 33, 28)");
      assertThat(visit.page).hasTitle("Failed: " + SEEN + " · Everfill");
      assertThat(visit.card(SEEN).locator(".pill")).hasText("failed");
      visit.pipeline.show(Scenes.of(Scenes.live(SEEN).state("capturing", null)));
      assertThat(banner).hasCount(0);
      assertThat(visit.banner("waiting")).containsText("0 of 1 field is live");
    }
  }

  @Test
  void aPipelineWithoutFieldsSaysHowToNameOne(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.starting())) {
      assertThat(visit.banner("starting")).containsText("Everfill is starting");
      assertThat(visit.page.locator(".skeleton")).hasCount(2);
      visit.pipeline.show(Scenes.empty());
      assertThat(visit.page.locator(".empty")).containsText("No field yet");
      assertThat(visit.page.locator(".banner")).hasCount(0);
      assertThat(visit.page.locator("#summary")).hasText("No fields");
    }
  }

  @Test
  void troubleOfTheWholePipelineIsRedAndNeverLive(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.unreachable())) {
      assertThat(visit.banner("trouble")).hasAttribute("data-level", "bad");
      assertThat(visit.banner("trouble")).containsText("PostgreSQL at localhost:5432");
      assertThat(visit.page.locator("#summary")).hasAttribute("data-level", "bad");
      visit.pipeline.show(Scenes.live());
      assertThat(visit.page.locator(".banner")).hasCount(0);
    }
  }

  @Test
  void eventsTellWhoDidWhat(Browser browser) {
    try (Visit visit = Visit.before(browser, Scenes.live())) {
      visit.pipeline.happen(Scenes.event(1, "cli:maria", SEEN, "paused", "{}"));
      visit.open();
      Locator log = visit.page.locator("#events");
      assertThat(log).containsText(SEEN + " was paused by cli:maria");
      visit.pipeline.happen(
          Scenes.event(2, "everfill", SUSPICIOUS, "failed", "{\"reason\": \"disk_full\"}"));
      assertThat(log.locator("li").first()).containsText("disk full");
      visit.die();
      visit.listen();
      assertThat(visit.page.locator("#link-state")).hasText("following");
      assertThat(log.locator("li")).hasCount(2);
    }
  }
}
