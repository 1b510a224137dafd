package dev.everfill.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration file that we write into a PostgreSQL's data folder. */
final class Settings {
  static final String FILE = "everfill.conf";

  /** The line of {@code postgresql.conf} that reads it. */
  static final String INCLUDE = "include '" + FILE + "'";

  private Settings() {}

  /** The file's text: what we need, overruled by what is wanted. */
  static String text(Map<String, String> wanted, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", Ports.HOST);
    settings.put("unix_socket_directories", "");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("wal_level", "logical");
    settings.put("max_connections", "100");
    settings.put("max_wal_senders", "20");
    settings.put("max_replication_slots", "20");
    settings.putAll(wanted);
    settings.put("port", Integer.toString(port));
    StringBuilder text =
        new StringBuilder("# Written at every start; ALTER SYSTEM wins over it.\n");
    settings.forEach((name, value) -> text.append(name).append(" = ").append(quoted(value)));
    return text.toString();
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'\n";
  }
}
