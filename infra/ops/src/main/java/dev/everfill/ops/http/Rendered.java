package dev.everfill.ops.http;

import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Feed;
import java.util.Map;

/** The newest snapshot as JSON, made once per snapshot however many ask. Safe for all threads. */
final class Rendered {
  private final Feed feed;
  private volatile Page page;

  /** One snapshot with its JSON. */
  static final class Page {
    private final Snapshot snapshot;
    private final byte[] status;
    private final byte[] fields;

    private Page(Snapshot snapshot) {
      this.snapshot = snapshot;
      this.status = ViewJson.bytes(snapshot);
      this.fields = ViewJson.bytes(Map.of("fields", snapshot.fields()));
    }

    Snapshot snapshot() {
      return snapshot;
    }

    /** The whole of it; not to be changed. */
    byte[] status() {
      return status;
    }

    /** Its fields alone; not to be changed. */
    byte[] fields() {
      return fields;
    }
  }

  Rendered(Feed feed) {
    this.feed = feed;
  }

  /** A snapshot is made once, so that being the same one is enough. */
  @SuppressWarnings("ReferenceEquality")
  Page latest() {
    Snapshot newest = feed.latest();
    Page known = page;
    if (known == null || known.snapshot() != newest) {
      known = new Page(newest);
      page = known;
    }
    return known;
  }
}
