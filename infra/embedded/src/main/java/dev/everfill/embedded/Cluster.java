package dev.everfill.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a PostgreSQL before it starts: initialised once, configured at every start.
 *
 * @param data the data folder
 * @param bin the folder of the programs
 */
record Cluster(Path data, Path bin) {
  private static final String SUPERUSER = "postgres";
  private static final String OUR_FILE = "everfill.conf";
  private static final Duration INITDB = Duration.ofSeconds(120);

  /** Runs initdb where the folder has not been initialised. */
  void initialiseOnce(PostgresOptions options) throws IOException {
    if (Files.exists(data.resolve("PG_VERSION")) && Files.exists(data.resolve(OUR_FILE))) {
      return;
    }
    // What an initdb left behind that was killed: it is not a cluster yet and holds nothing.
    Folders.delete(data);
    Path passwords = Files.createTempFile(data.getParent(), "password", "");
    try {
      Files.writeString(passwords, options.password().orElse(SUPERUSER) + "\n");
      Program.Answer answer = Program.run(INITDB, data.getParent(), initdb(options, passwords));
      if (!answer.succeeded()) {
        throw new EmbeddedServerException("initdb failed in " + data + ":\n" + answer.output());
      }
    } finally {
      Files.deleteIfExists(passwords);
    }
    Files.writeString(
        data.resolve("postgresql.conf"),
        "\ninclude '" + OUR_FILE + "'\n",
        StandardOpenOption.APPEND);
  }

  private List<String> initdb(PostgresOptions options, Path passwords) {
    List<String> command = new ArrayList<>();
    command.add(bin.resolve("initdb").toString());
    command.addAll(List.of("-D", data.toString(), "-U", SUPERUSER, "-E", "UTF8"));
    command.addAll(List.of("-A", options.authentication().method()));
    command.add("--pwfile=" + passwords);
    command.add("--locale=C.UTF-8");
    return command;
  }

  /** Writes the settings and who may connect; takes effect at the next start. */
  void configure(PostgresOptions options, int port) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", Ports.HOST);
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("wal_level", "logical");
    settings.put("max_connections", "100");
    settings.put("max_wal_senders", "20");
    settings.put("max_replication_slots", "20");
    settings.putAll(options.settings());
    StringBuilder text =
        new StringBuilder("# Written at every start; ALTER SYSTEM wins over it.\n");
    settings.forEach(
        (name, value) ->
            text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(data.resolve(OUR_FILE), text);
    String method = options.authentication().method();
    Files.write(
        data.resolve("pg_hba.conf"),
        List.of(
            "host all all " + Ports.HOST + "/32 " + method,
            "host replication all " + Ports.HOST + "/32 " + method),
        StandardCharsets.UTF_8);
  }
}
