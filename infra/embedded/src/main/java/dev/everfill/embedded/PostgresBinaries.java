package dev.everfill.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where the programs of a PostgreSQL are: {@code initdb}, {@code pg_ctl} and {@code postgres}.
 * Immutable. Archives are unpacked once per machine user and found again by their content.
 *
 * @param bin the folder of the programs
 */
public record PostgresBinaries(Path bin) {

  /**
   * The PostgreSQL that is on the class path, for this operating system.
   *
   * @throws EmbeddedServerException if none is there for this system
   */
  public static PostgresBinaries bundled() {
    String name = archiveName();
    InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + name);
    if (archive == null) {
      throw new EmbeddedServerException(
          "No PostgreSQL for this system comes along ("
              + name
              + " is not on the class path); install PostgreSQL and give its bin folder");
    }
    try (archive) {
      return new PostgresBinaries(UnpackedArchive.of(archive).resolve("bin"));
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot unpack " + name + ": " + e, e);
    }
  }

  /**
   * The PostgreSQL in an archive.
   *
   * @param file a {@code .txz}, or a {@code .jar} that contains one for this operating system
   */
  public static PostgresBinaries archive(Path file) {
    try {
      return new PostgresBinaries(
          (file.toString().endsWith(".jar")
                  ? unpackJar(file)
                  : UnpackedArchive.of(Files.newInputStream(file)))
              .resolve("bin"));
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot unpack " + file + ": " + e, e);
    }
  }

  /**
   * A PostgreSQL installed on this machine.
   *
   * @param bin the folder of its programs, such as {@code /usr/lib/postgresql/15/bin}
   */
  public static PostgresBinaries installed(Path bin) {
    return new PostgresBinaries(bin);
  }

  /** True if the programs are there. */
  public boolean exist() {
    return Files.isExecutable(bin.resolve("initdb"))
        && Files.isExecutable(bin.resolve("pg_ctl"))
        && Files.isExecutable(bin.resolve("postgres"));
  }

  private static Path unpackJar(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(archiveName());
      if (entry == null) {
        throw new EmbeddedServerException(jar + " contains no " + archiveName());
      }
      try (InputStream archive = zip.getInputStream(entry)) {
        return UnpackedArchive.of(archive);
      }
    }
  }

  private static String archiveName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os;
    String cpu =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    return "postgres-" + system + "-" + cpu + ".txz";
  }
}
