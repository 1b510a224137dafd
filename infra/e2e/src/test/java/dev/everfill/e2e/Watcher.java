package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.everfill.embedded.testing.Accessibility;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Somebody before a dashboard, who keeps a note of every state that any field showed. */
final class Watcher implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final double PATIENCE = 60_000;

  /** From the page's first moment on, in whatever order the states come. */
  private static final String NOTE =
      """
      addEventListener('DOMContentLoaded', () => {
        window.states = new Set();
        const note = () => document.querySelectorAll('.card[data-state]').forEach((card) =>
            window.states.add(card.querySelector('h3').textContent + ' ' + card.dataset.state));
        new MutationObserver(note).observe(document.getElementById('fields'),
            {subtree: true, childList: true, attributes: true});
      });
      """;

  final Page page;
  private final BrowserContext context;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> strangers = new ArrayList<>();

  Watcher(Browser browser, String url) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setReducedMotion(ReducedMotion.REDUCE));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(
        request -> {
          if (!request.url().startsWith(url)) {
            strangers.add(request.url());
          }
        });
    page.addInitScript(NOTE);
    page.navigate(url);
  }

  Locator card(String field) {
    return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(field));
  }

  Locator pill(String field) {
    return card(field).locator(".pill");
  }

  Locator button(String field, String name) {
    return card(field)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator banner(String key) {
    return page.locator("[data-banner=" + key + "]");
  }

  /** Field and state, of all that were shown since the page was loaded, a line each. */
  String states() {
    return (String) page.evaluate("[...window.states].join('\\n')");
  }

  /** Errors on the console. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Requests to anybody but the server. */
  List<String> strangers() {
    return List.copyOf(strangers);
  }

  /** On a phone and on a desk, by day and by night: a picture of it, and readable by all. */
  void screenshots(String state) {
    for (int width : new int[] {390, 1440}) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.setViewportSize(width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String theme = scheme.name().toLowerCase(Locale.ROOT);
        Path file = SCREENSHOTS.resolve("demo-" + state + "-" + width + "-" + theme + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        assertThat(Accessibility.violations(page)).as("%s", file).isEmpty();
      }
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
