package dev.everfill.ops.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.everfill.base.status.Snapshot;
import dev.everfill.ops.OpsSettings;
import dev.everfill.ops.RequestListener;
import dev.everfill.ops.Scrape;
import dev.everfill.ops.http.OpsServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A real server over a pipeline of the test's, and somebody who looks at its dashboard. */
final class Visit implements AutoCloseable {
  static final double PATIENCE = 5_000;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  final Pipeline pipeline;
  final Page page;
  private final String token;
  private final BrowserContext context;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> strangers = new ArrayList<>();
  private OpsServer server;
  private int port;

  private Visit(Browser browser, Snapshot first, String token, int width, ColorScheme scheme) {
    this.pipeline = new Pipeline(first);
    this.token = token;
    listen();
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(
        request -> {
          URI uri = URI.create(request.url());
          if (!"127.0.0.1".equals(uri.getHost()) || uri.getPort() != port) {
            strangers.add(request.url());
          }
        });
  }

  static Visit to(Browser browser, Snapshot first) {
    return to(browser, first, null, 1440, ColorScheme.LIGHT);
  }

  static Visit to(Browser browser, Snapshot first, String token, int width, ColorScheme scheme) {
    Visit visit = new Visit(browser, first, token, width, scheme);
    visit.open();
    return visit;
  }

  /** Everything is set up, but the page is not asked for yet. */
  static Visit before(Browser browser, Snapshot first) {
    return new Visit(browser, first, null, 1440, ColorScheme.LIGHT);
  }

  void open() {
    page.navigate("http://127.0.0.1:" + port + "/");
  }

  /** The process starts, again on the same port. */
  void listen() {
    InetSocketAddress bind = InetSocketAddress.createUnresolved("127.0.0.1", port);
    server =
        new OpsServer(
            new OpsSettings(bind, token, List.of(), false),
            pipeline,
            pipeline,
            Scrape.NONE,
            RequestListener.NONE,
            InstantSource.system());
    port = server.start().getPort();
  }

  /** The process dies. */
  void die() {
    server.close();
  }

  Locator card(String field) {
    return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(field));
  }

  Locator button(String field, String name) {
    return card(field)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  Locator inDialog(String button) {
    return dialog()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
  }

  Locator banner(String key) {
    return page.locator("[data-banner=" + key + "]");
  }

  /** What the browser complained of: errors, refused content, warnings. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Requests to anybody but the server. */
  List<String> strangers() {
    return List.copyOf(strangers);
  }

  void screenshot(String name) {
    Path file = SCREENSHOTS.resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
    server.close();
  }
}
