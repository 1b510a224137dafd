package dev.everfill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a PostgreSQL before it starts: initialised once, configured at every start.
 *
 * @param home the folder in which the data folder is
 * @param bin the folder of the programs
 * @param as who runs them
 */
record Cluster(Path home, Path bin, Unprivileged as) {
  private static final String SUPERUSER = "postgres";
  private static final Duration INITDB = Duration.ofSeconds(120);

  /** The data folder. */
  Path data() {
    return home.resolve("data");
  }

  /** Runs initdb where the folder has not been initialised. */
  void initialiseOnce(PostgresOptions options) throws IOException {
    if (Files.exists(data().resolve("PG_VERSION"))) {
      return;
    }
    // Beside it first: a data folder is there wholly or not at all, even if we are killed.
    Path growing = home.resolve("data.new");
    Folders.delete(growing);
    as.give(home);
    initialise(growing, options);
    Files.move(growing, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes the settings and who may connect; takes effect at the next start. */
  void configure(PostgresOptions options, int port) throws IOException {
    Path main = data().resolve("postgresql.conf");
    if (!Files.readString(main).contains(Settings.INCLUDE)) {
      Files.writeString(main, "\n" + Settings.INCLUDE + "\n", StandardOpenOption.APPEND);
    }
    Files.writeString(data().resolve(Settings.FILE), Settings.text(options.settings(), port));
    String who = " all " + Ports.HOST + "/32 " + options.authentication().method();
    Files.write(data().resolve("pg_hba.conf"), List.of("host all" + who, "host replication" + who));
    as.give(data());
  }

  private void initialise(Path folder, PostgresOptions options) throws IOException {
    Path password = Files.createTempFile(home, "password", "");
    try {
      Files.writeString(password, options.password().orElse(SUPERUSER) + "\n");
      as.give(password);
      Program.Answer answer = Program.run(as, INITDB, home, initdb(folder, options, password));
      if (!answer.succeeded()) {
        throw new EmbeddedServerException("initdb failed in " + home + ":\n" + answer.output());
      }
    } finally {
      Files.deleteIfExists(password);
    }
  }

  private List<String> initdb(Path folder, PostgresOptions options, Path password) {
    List<String> command = new ArrayList<>();
    command.add(bin.resolve("initdb").toString());
    command.addAll(List.of("-D", folder.toString(), "-U", SUPERUSER, "-E", "UTF8"));
    command.addAll(List.of("-A", options.authentication().method(), "--pwfile=" + password));
    // Sorts and changes case alike everywhere; only the newer ones bring it along themselves.
    if (major() >= 17) {
      command.addAll(
          List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"));
    } else {
      command.add("--locale=C.UTF-8");
    }
    return command;
  }

  private int major() {
    List<String> command = List.of(bin.resolve("postgres").toString(), "--version");
    String version = Program.run(as, INITDB, home, command).output();
    // postgres (PostgreSQL) 18.6, or 19beta1, or 15.18 (Debian 15.18-0+deb12u1)
    String number = version.replaceFirst("^\\D*", "").replaceFirst("\\D[\\s\\S]*$", "");
    if (number.isEmpty()) {
      throw new EmbeddedServerException("Cannot run " + command.get(0) + ": " + version);
    }
    return Integer.parseInt(number);
  }
}
