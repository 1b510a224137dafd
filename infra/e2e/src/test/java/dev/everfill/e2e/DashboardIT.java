package dev.everfill.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import dev.everfill.embedded.testing.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody watches the demo in a browser, and acts from there. */
@ExtendWith(Chromium.class)
class DashboardIT {
  private static final String FIELD = "transmissions.last_seen";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What is asked for is done and seen so soon. */
  private static final double SEEN_WITHIN = 1_000;

  @TempDir Path folder;

  @Test
  void oneLookTellsHowTheDemoIsAndActsFromThere(Browser browser) throws Exception {
    try (EverfillProcess demo = start("0")) {
      String url = after(demo, "the dashboard: ");
      try (Watcher watcher = new Watcher(browser, url)) {
        fillsSlowlyAndIsPaused(watcher);
        assertThat(watcher.complaints()).isEmpty();
        demo.kill();
        assertThat(watcher.banner("away")).containsText("No connection to Everfill");
        watcher.screenshots("disconnected");
        try (EverfillProcess again = start(url.replaceAll(".*:(\\d+)/", "$1"))) {
          isStillPausedThenLive(watcher);
          String database = after(again, "psql: ");
          failsInRed(watcher, database);
        }
        assertThat(watcher.strangers()).isEmpty();
      }
    }
  }

  private EverfillProcess start(String port) throws Exception {
    String data = folder.resolve("demo").toString();
    return EverfillProcess.start(
        folder, Map.of(), "demo", "--scale", "0.005", "--data-dir", data, "--port", port);
  }

  /** What the process said behind these words, once it has. */
  private static String after(EverfillProcess process, String words) {
    Scenario.await(words, LIMIT, process, () -> process.stderr().contains(words));
    String said = process.stderr();
    return said.substring(said.indexOf(words) + words.length()).lines().findFirst().orElseThrow();
  }

  private static void fillsSlowlyAndIsPaused(Watcher watcher) {
    watcher.pill(FIELD).waitFor();
    watcher.button(FIELD, "Pace…").click();
    watcher.page.getByLabel("At most").check();
    watcher.page.getByLabel("Rows per second").fill("20");
    watcher.page.getByText("Set pace").click();
    assertThat(watcher.card(FIELD)).containsText("at most 20/s");
    assertThat(watcher.pill(FIELD)).hasText("backfilling", longer());
    watcher.screenshots("backfilling");
    assertThat(watcher.states()).contains(FIELD + " capturing", FIELD + " backfilling");
    watcher.button(FIELD, "Pause").click();
    assertThat(watcher.pill(FIELD)).containsText("paused", within(SEEN_WITHIN));
    assertThat(watcher.button(FIELD, "Resume")).isVisible();
    watcher.page.reload();
    assertThat(watcher.pill(FIELD)).containsText("paused", within(SEEN_WITHIN));
    watcher.screenshots("paused");
  }

  private static void isStillPausedThenLive(Watcher watcher) {
    assertThat(watcher.banner("away")).hasCount(0, gone());
    // The page is there at once, the fields once the pipeline has started.
    assertThat(watcher.pill(FIELD)).hasText("paused", longer());
    assertThat(watcher.button(FIELD, "Resume")).isVisible();
    watcher.button(FIELD, "Pace…").click();
    watcher.page.getByText("As configured").click();
    assertThat(watcher.card(FIELD)).containsText("no bound on rows");
    watcher.button(FIELD, "Resume").click();
    assertThat(watcher.page.locator("#summary")).hasText("All 3 fields are live", longer());
    assertThat(watcher.page.locator(".banner")).hasCount(0);
    watcher.screenshots("live");
    assertThat(watcher.page.locator("#events"))
        .containsText(FIELD + " was paused by dashboard", within(SEEN_WITHIN));
  }

  private void failsInRed(Watcher watcher, String database) throws Exception {
    String password = Files.readString(folder.resolve("demo/secrets/app")).strip();
    try (Connection connection = DriverManager.getConnection("jdbc:" + database, "app", password);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE public.observations DROP COLUMN \"timestamp\"");
      statement.execute(
          "DELETE FROM public.observations WHERE id = (SELECT max(id) FROM public.observations)");
    }
    Locator banner = watcher.banner("failed");
    assertThat(banner)
        .hasAttribute("data-level", "bad", new HasAttributeOptions().setTimeout(LIMIT.toMillis()));
    assertThat(banner).containsText(FIELD);
    assertThat(banner).containsText("schema_changed");
    assertThat(watcher.pill(FIELD)).hasText("failed");
    assertThat(watcher.page).hasTitle("Failed: " + FIELD + " · Everfill");
    watcher.screenshots("failed");
  }

  private static HasTextOptions longer() {
    return new HasTextOptions().setTimeout(LIMIT.toMillis());
  }

  private static HasCountOptions gone() {
    return new HasCountOptions().setTimeout(LIMIT.toMillis());
  }

  private static ContainsTextOptions within(double millis) {
    return new ContainsTextOptions().setTimeout(millis);
  }
}
