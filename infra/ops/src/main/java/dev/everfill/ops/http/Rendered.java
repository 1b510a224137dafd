package dev.everfill.ops.http;

import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Feed;
import java.util.Map;

/** The newest snapshot as JSON, made once per snapshot however many ask. Safe for all threads. */
final class Rendered {
  private final Feed feed;
  private volatile Page page;

  /**
   * @param snapshot what was rendered
   * @param status the whole of it
   * @param fields its fields alone
   */
  record Page(Snapshot snapshot, byte[] status, byte[] fields) {
    static Page of(Snapshot snapshot) {
      return new Page(
          snapshot, ViewJson.bytes(snapshot), ViewJson.bytes(Map.of("fields", snapshot.fields())));
    }
  }

  Rendered(Feed feed) {
    this.feed = feed;
  }

  Page latest() {
    Snapshot newest = feed.latest();
    Page known = page;
    if (known == null || known.snapshot() != newest) {
      known = Page.of(newest);
      page = known;
    }
    return known;
  }
}
