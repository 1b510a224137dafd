package dev.everfill.producer.stream;

import dev.everfill.producer.CapturedTable;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/** Debezium's settings, each with its reason. */
final class StreamProperties {
  /** Stands for a value that was not sent; drawn anew, so that no row can hold it. */
  private final String placeholder = "everfill-" + UUID.randomUUID();

  private final StreamSettings settings;

  StreamProperties(StreamSettings settings) {
    this.settings = settings;
  }

  String placeholder() {
    return placeholder;
  }

  Properties build() {
    Properties all = new Properties();
    engine(all);
    connection(all);
    slot(all);
    events(all);
    return all;
  }

  private void engine(Properties all) {
    all.setProperty("name", settings.slot());
    all.setProperty("topic.prefix", settings.slot());
    all.setProperty("connector.class", TextConnector.class.getName());
    all.setProperty(TextTask.APPLICATION, settings.application());
    // The slot itself is the position: the stream starts where it was confirmed, and nothing else
    // can disagree with it. Searching for a stored position loses rows that share one.
    all.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    all.setProperty("snapshot.mode", "no_data");
    // The stage starts a new stream itself, from a clean state.
    all.setProperty("errors.max.retries", "0");
    all.setProperty("record.processing.threads", "1");
    // At each interval's end the queue's poll spins for up to a millisecond.
    all.setProperty("poll.interval.ms", "20");
    all.setProperty("max.batch.size", "4096");
    all.setProperty("max.queue.size", "16384");
    all.setProperty("max.queue.size.in.bytes", String.valueOf(64 << 20));
  }

  private void connection(Properties all) {
    Properties url = Driver.parseURL(settings.source().url(), null);
    if (url == null) {
      throw new IllegalArgumentException("not a PostgreSQL JDBC URL: " + settings.source().url());
    }
    String[] hosts = url.getProperty("PGHOST").split(",", -1);
    String[] ports = url.getProperty("PGPORT").split(",", -1);
    StringBuilder host = new StringBuilder();
    for (int i = 0; i < hosts.length - 1; i++) {
      host.append(hosts[i]).append(':').append(ports[i]).append(',');
    }
    all.setProperty("database.hostname", host + hosts[hosts.length - 1]);
    all.setProperty("database.port", ports[ports.length - 1]);
    all.setProperty("database.dbname", url.getProperty("PGDBNAME"));
    all.setProperty("database.user", settings.source().user());
    all.setProperty("database.password", settings.source().password());
    url.stringPropertyNames().stream()
        .filter(name -> !name.startsWith("PG") && !name.equals("user") && !name.equals("password"))
        .forEach(name -> all.setProperty("driver." + name, url.getProperty(name)));
  }

  private void slot(Properties all) {
    all.setProperty("plugin.name", "pgoutput");
    all.setProperty("slot.name", settings.slot());
    all.setProperty("publication.name", settings.publication());
    all.setProperty("publication.autocreate.mode", "disabled");
    // After a kill the slot is still active for a moment.
    all.setProperty("slot.max.retries", "20");
    all.setProperty("slot.retry.delay.ms", "300");
    // A connection that was lost is noticed when this is sent, and not before.
    all.setProperty("status.update.interval.ms", "2000");
    // The driver may confirm only what was marked; by itself it would confirm what it received.
    all.setProperty("lsn.flush.mode", "connector");
    if (settings.skipOrigins()) {
      all.setProperty("slot.stream.params", "origin=none");
    }
  }

  private void events(Properties all) {
    all.setProperty("provide.transaction.metadata", "true");
    all.setProperty("message.prefix.include.list", literally(settings.prefix()));
    all.setProperty("skipped.operations", "none");
    all.setProperty("tombstones.on.delete", "false");
    all.setProperty("include.unknown.datatypes", "true");
    all.setProperty("unavailable.value.placeholder", placeholder);
    all.setProperty("event.processing.failure.handling.mode", "fail");
    all.setProperty(
        "table.include.list",
        settings.tables().stream().map(this::table).collect(Collectors.joining(",")));
    all.setProperty(
        "column.include.list",
        settings.tables().stream().map(this::columns).collect(Collectors.joining(",")));
  }

  private String table(CapturedTable table) {
    return literally(table.table().name().schema())
        + "\\."
        + literally(table.table().name().table());
  }

  private String columns(CapturedTable table) {
    return table.columns().stream()
        .map(column -> table(table) + "\\." + literally(column.name()))
        .collect(Collectors.joining(","));
  }

  /** A regular expression for the name itself; the lists are split at commas. */
  static String literally(String name) {
    return name.codePoints()
        .mapToObj(
            c ->
                c == '_' || Character.isLetterOrDigit(c)
                    ? Character.toString(c)
                    : String.format(Locale.ROOT, "\\x{%x}", c))
        .collect(Collectors.joining());
  }
}
