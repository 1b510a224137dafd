package dev.everfill.bench.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.stream.Stream;

/** What it ran on, for whoever compares figures. Stateless. */
public final class Machine {
  private static final String SETTINGS =
      "SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.pg_settings WHERE name IN"
          + " ('server_version', 'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'fsync',"
          + " 'synchronous_commit', 'full_page_writes', 'wal_level', 'autovacuum',"
          + " 'wal_compression', 'track_io_timing') ORDER BY name";

  /** Linux counts in hundredths of a second. */
  private static final long TICK_MILLIS = 10;

  private Machine() {}

  /** Cores, memory, versions, by name. */
  public static Map<String, Object> describe() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("cores", Runtime.getRuntime().availableProcessors());
    found.put("cpu", line("/proc/cpuinfo", "model name"));
    found.put("memory", line("/proc/meminfo", "MemTotal"));
    found.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    found.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return found;
  }

  /** Processes that want a core, averaged over the last minute; negative where unknown. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Processor time used by everybody since the machine was started; zero where unknown. */
  public static Duration busy() {
    long sum = 0;
    try (Scanner ticks = new Scanner(line("/proc/stat", "cpu ").replaceFirst("cpu", ""))) {
      for (int i = 1; i <= 8 && ticks.hasNextLong(); i++) {
        long ticked = ticks.nextLong();
        // The fourth and fifth are idleness; behind the eighth, some are counted again.
        sum += i == 4 || i == 5 ? 0 : ticked;
      }
    }
    return Duration.ofMillis(sum * TICK_MILLIS);
  }

  /** The settings of the server that matter here; the same for all contenders. */
  public static Map<String, Object> settings(Server server) throws SQLException {
    Map<String, Object> found = new LinkedHashMap<>();
    try (Connection connection = server.connect("bench setup");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SETTINGS)) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
    return found;
  }

  private static String line(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException elsewhere) {
      return "unknown";
    }
  }
}
