package dev.everfill.ops.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.everfill.ops.dashboard.Scenes.SEEN;
import static dev.everfill.ops.dashboard.Scenes.SUSPICIOUS;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.everfill.embedded.testing.Chromium;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people see before the first answer, without one, and once there are no more. */
@ExtendWith(Chromium.class)
class DashboardConnectionIT {
  @Test
  void shapesStandWhereFieldsWillBeUntilTheFirstAnswer(Browser browser) {
    try (Visit visit = Visit.before(browser, Scenes.live())) {
      List<Route> held = new ArrayList<>();
      visit.page.route("**/api/v1/status", held::add);
      visit.open();
      assertThat(visit.page.locator("#summary")).hasText("Reading the state…");
      assertThat(visit.page.locator(".skeleton")).hasCount(2);
      visit.screenshot("loading-1440-light");
      held.get(0).resume();
      assertThat(visit.card(SEEN)).containsText("live");
      assertThat(visit.page.locator(".skeleton")).hasCount(0);
    }
  }

  @Test
  void anAnswerThatIsNoneIsToldAndTriedAgain(Browser browser) {
    try (Visit visit = Visit.before(browser, Scenes.live())) {
      visit.page.route(
          "**/api/v1/status",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(500)
                      .setBody("{\"detail\": \"It broke.\"}")));
      visit.open();
      assertThat(visit.page.locator("#broken")).containsText("It broke.");
      visit.screenshot("error-1440-light");
      visit.page.unroute("**/api/v1/status");
      visit.page.getByText("Try again", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(visit.card(SEEN)).containsText("live");
    }
  }

  @Test
  void withoutConnectionTheLastStateIsGreyAndOldUntilTheProcessIsBack(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.backfilling())) {
      assertThat(visit.card(SUSPICIOUS)).containsText("backfilling");
      visit.die();
      assertThat(visit.banner("away")).containsText("No connection to Everfill, last seen");
      assertThat(visit.page.locator("#board")).hasCSS("filter", "grayscale(1)");
      assertThat(visit.page).hasTitle("Disconnected · Everfill");
      assertThat(visit.button(SEEN, "Pause")).isDisabled();
      assertThat(visit.page.locator("#link-state")).hasText(Pattern.compile("last seen .* ago"));
      visit.screenshot("disconnected-1440-light");
      visit.pipeline.show(Scenes.live());
      visit.listen();
      // The longer it was away, the later the page asks again.
      assertThat(visit.banner("away")).hasCount(0, new HasCountOptions().setTimeout(30_000));
      assertThat(visit.card(SUSPICIOUS)).containsText("100 %");
    }
  }

  @Test
  void aTokenIsAskedForAndKeptOverAReload(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.live(), "s3cret", 390, ColorScheme.DARK)) {
      Locator input = visit.page.locator("#token-input");
      assertThat(input).isFocused();
      visit.screenshot("token-390-dark");
      input.fill("wrong");
      input.press("Enter");
      assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("token");
      input.fill("s3cret");
      input.press("Enter");
      assertThat(visit.card(SEEN)).containsText("live");
      assertThat(input).isHidden();
      visit.page.reload();
      assertThat(visit.card(SEEN)).containsText("live");
    }
  }
}
