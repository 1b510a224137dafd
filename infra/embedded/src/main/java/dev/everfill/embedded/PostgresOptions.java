package dev.everfill.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a {@link PostgresServer} is started with. Immutable: each method returns new options. */
public final class PostgresOptions {
  private final Path folder;
  private final int port;
  private final Map<String, String> settings;
  private final Optional<PostgresBinaries> binaries;
  private final PostgresAuthentication authentication;
  private final Optional<String> password;

  PostgresOptions(Path folder) {
    this(folder, 0, Map.of(), Optional.empty(), PostgresAuthentication.TRUST, Optional.empty());
  }

  private PostgresOptions(
      Path folder,
      int port,
      Map<String, String> settings,
      Optional<PostgresBinaries> binaries,
      PostgresAuthentication authentication,
      Optional<String> password) {
    this.folder = folder;
    this.port = port;
    this.settings = Map.copyOf(settings);
    this.binaries = binaries;
    this.authentication = authentication;
    this.password = password;
  }

  /** The port to listen on; 0, the default, means the one of the last time or any free one. */
  public PostgresOptions port(int port) {
    return new PostgresOptions(folder, port, settings, binaries, authentication, password);
  }

  /** One setting of the server, such as {@code shared_buffers}; it wins over our own. */
  public PostgresOptions setting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new PostgresOptions(folder, port, more, binaries, authentication, password);
  }

  /** The programs to run; without this, those of {@link PostgresBinaries#bundled()}. */
  public PostgresOptions binaries(PostgresBinaries binaries) {
    return new PostgresOptions(
        folder, port, settings, Optional.of(binaries), authentication, password);
  }

  /**
   * How clients prove who they are; without this, nobody has to.
   *
   * @param password of the superuser; given to it when the folder is new, and unchanged later
   */
  public PostgresOptions authentication(PostgresAuthentication authentication, String password) {
    return new PostgresOptions(
        folder, port, settings, binaries, authentication, Optional.of(password));
  }

  /**
   * Starts the server and returns when it takes connections. One that was left behind in the folder
   * by a killed process is stopped first.
   *
   * @throws EmbeddedServerException if the folder is in use, the port is taken, or PostgreSQL
   *     refuses: then with the last lines of its log
   */
  public PostgresServer start() {
    return PostgresServer.start(this);
  }

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  Map<String, String> settings() {
    return settings;
  }

  PostgresBinaries binaries() {
    PostgresBinaries found = binaries.orElseGet(PostgresBinaries::bundled);
    if (!found.exist()) {
      throw new EmbeddedServerException(
          "No PostgreSQL in " + found.bin() + ": initdb, pg_ctl and postgres are needed");
    }
    return found;
  }

  PostgresAuthentication authentication() {
    return authentication;
  }

  Optional<String> password() {
    return password;
  }
}
