package dev.everfill.ops.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.everfill.base.status.Snapshot;
import dev.everfill.embedded.testing.Accessibility;
import dev.everfill.embedded.testing.Chromium;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state in both themes, on a phone and on a desk: readable by all, complained of by none. */
@ExtendWith(Chromium.class)
class DashboardLooksIT {
  /**
   * @param sign words that only this state shows
   */
  private record State(String name, Supplier<Snapshot> snapshot, String sign) {}

  /** The three that are seen most come last. */
  private static final List<State> STATES =
      List.of(
          new State("empty", Scenes::empty, "No field yet"),
          new State("capturing", Scenes::capturing, "capturing, 0.0"),
          new State("paused", Scenes::paused, "paused at 43.2"),
          new State("quarantine", () -> Scenes.refusing(false), "skills_flags_known"),
          new State("backfilling", Scenes::backfilling, "backfilling, 43.2"),
          new State("failed", Scenes::failed, "1 field has failed"),
          new State("live", Scenes::live, "All 3 fields are live"));

  @ParameterizedTest
  @CsvSource({"LIGHT, 390, true", "DARK, 390, false", "LIGHT, 1440, false", "DARK, 1440, true"})
  void everyStateFitsAndIsReadable(ColorScheme scheme, int width, boolean byAll, Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.starting(), null, width, scheme)) {
      for (State state : byAll ? STATES : STATES.subList(STATES.size() - 3, STATES.size())) {
        visit.pipeline.show(state.snapshot().get());
        assertThat(visit.page.getByText(state.sign()).first()).isVisible();
        String theme = scheme.name().toLowerCase(Locale.ROOT);
        visit.screenshot(state.name() + "-" + width + "-" + theme);
        if (byAll) {
          assertThat(Accessibility.violations(visit.page)).as(state.name()).isEmpty();
        }
        assertThat(visit.page.evaluate("document.documentElement.scrollWidth"))
            .as("width of %s", state.name())
            .isEqualTo(width);
      }
      assertThat(visit.complaints()).isEmpty();
      assertThat(visit.strangers()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"LIGHT", "DARK"})
  void dialogsAreReadableByAll(ColorScheme scheme, Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.live(), null, 390, scheme)) {
      for (String button : List.of("Pace…", "Verify…", "Resync…")) {
        visit.button(Scenes.SEEN, button).click();
        assertThat(visit.dialog()).isVisible();
        assertThat(Accessibility.violations(visit.page)).as(button).isEmpty();
        visit.page.keyboard().press("Escape");
      }
    }
  }

  @Test
  void aThemeThatIsChosenOutlivesThePage(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.live())) {
      var root = visit.page.locator("html");
      visit.page.locator("#theme").click();
      visit.page.locator("#theme").click();
      assertThat(root).hasAttribute("data-theme", "dark");
      assertThat(visit.page.locator("body")).hasCSS("background-color", "rgb(12, 16, 21)");
      visit.page.reload();
      assertThat(root).hasAttribute("data-theme", "dark");
      assertThat(visit.page.locator("#theme")).hasAttribute("aria-label", "Theme: dark");
    }
  }

  @Test
  void chartsAreDrawnAndToldAsTables(Browser browser) {
    try (Visit visit = Visit.to(browser, Scenes.live())) {
      assertThat(visit.page.locator("#charts canvas[width]")).hasCount(4);
      visit.page.locator(".as-table summary").first().click();
      var table = visit.page.getByRole(AriaRole.TABLE).first();
      assertThat(table).containsText(Scenes.SEEN);
      assertThat(table).containsText("12/s");
      visit.page.reload();
      assertThat(visit.card(Scenes.SEEN)).containsText("live");
      assertThat(visit.page.evaluate("sessionStorage.getItem('everfill.history')"))
          .asString()
          .contains(Scenes.SEEN);
      assertThat(visit.complaints()).isEmpty();
    }
  }
}
