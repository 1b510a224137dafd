package dev.everfill.ops.http;

import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Feed;
import dev.everfill.ops.Scrape;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is only looked at. Safe for all threads. */
final class ViewHandlers {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Feed feed;
  private final Rendered rendered;
  private final Scrape scrape;

  ViewHandlers(Feed feed, Rendered rendered, Scrape scrape) {
    this.feed = feed;
    this.rendered = rendered;
    this.scrape = scrape;
  }

  void status(Context context) {
    context.contentType(Routes.JSON).result(rendered.latest().status());
  }

  void fields(Context context) {
    context.contentType(Routes.JSON).result(rendered.latest().fields());
  }

  void field(Context context) {
    json(context, Known.field(feed.latest(), context));
  }

  void connections(Context context) {
    json(context, feed.latest().connections());
  }

  void quarantine(Context context) {
    Snapshot snapshot = feed.latest();
    List<QuarantineView> rows = snapshot.quarantine();
    String field = context.queryParam("field");
    if (field != null) {
      String name = Known.field(snapshot, field).name();
      rows = rows.stream().filter(row -> row.field().equals(name)).toList();
    }
    json(context, Map.of("quarantine", rows));
  }

  void metrics(Context context) {
    context.contentType(PROMETHEUS).result(scrape.scrape().getBytes(StandardCharsets.UTF_8));
  }

  private static void json(Context context, Object view) {
    context.contentType(Routes.JSON).result(ViewJson.bytes(view));
  }
}
