package dev.everfill.embedded.testing;

import dev.everfill.embedded.PostgresBinaries;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A PostgreSQL shared by all tests of this JVM, started when first asked for and gone with the JVM.
 * Tests that change or stop a server start a {@link dev.everfill.embedded.PostgresServer} of their
 * own.
 */
public final class TestPostgres {
  private static final Path INSTALLED_15 = Path.of("/usr/lib/postgresql/15/bin");

  private final int major;
  private final RunningPostgres server;

  private TestPostgres(int major, RunningPostgres server) {
    this.major = major;
    this.server = server;
  }

  /** PostgreSQL 18, the version that Everfill brings along. */
  public static TestPostgres v18() {
    return Holder18.SHARED;
  }

  /** PostgreSQL 17, from the archive that the build put under {@code target/postgres-17}. */
  public static TestPostgres v17() {
    return Holder17.SHARED;
  }

  /** PostgreSQL 15, where it is installed. */
  public static Optional<TestPostgres> v15() {
    return isInstalled15() ? Optional.of(Holder15.SHARED) : Optional.empty();
  }

  /** True if tests can run on PostgreSQL 15 here: installed, or from a container. */
  public static boolean isInstalled15() {
    return Services.inContainers() || PostgresBinaries.installed(INSTALLED_15).exist();
  }

  /** 15, 17 or 18. */
  public int major() {
    return major;
  }

  /** A new, empty database with a name of its own. */
  public TestDatabase database() {
    return database("");
  }

  /**
   * A new database with a name of its own.
   *
   * @param options what follows the name in CREATE DATABASE, such as another collation
   */
  public TestDatabase database(String options) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
    at("postgres").execute("CREATE DATABASE " + name + " " + options);
    return at(name);
  }

  /** An existing database of this server, such as {@code postgres}. */
  public TestDatabase at(String database) {
    return new TestDatabase(
        server.urlPrefix() + database, database, server.user(), server.password());
  }

  @Override
  public String toString() {
    return "PostgreSQL " + major;
  }

  private static final class Holder18 {
    static final TestPostgres SHARED =
        new TestPostgres(18, Services.postgres(18, PostgresBinaries::bundled));
  }

  private static final class Holder17 {
    static final TestPostgres SHARED =
        new TestPostgres(17, Services.postgres(17, Archives::postgres17));
  }

  private static final class Holder15 {
    static final TestPostgres SHARED =
        new TestPostgres(15, Services.postgres(15, () -> PostgresBinaries.installed(INSTALLED_15)));
  }
}
