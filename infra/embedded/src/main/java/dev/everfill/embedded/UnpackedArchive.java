package dev.everfill.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .txz} into a folder named after its content, once, whoever else tries too. */
final class UnpackedArchive {
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");

  private UnpackedArchive() {}

  /** The folder with the archive's content. Reads the stream to its end and leaves it open. */
  static Path of(InputStream archive) throws IOException {
    byte[] bytes = archive.readAllBytes();
    Path cache = cache();
    Path unpacked = cache.resolve("postgres-" + fingerprint(bytes));
    if (Files.isDirectory(unpacked)) {
      return unpacked;
    }
    Path growing = Files.createTempDirectory(cache, "unpacking-");
    Files.setPosixFilePermissions(growing, PROGRAM);
    unpack(bytes, growing);
    return moved(growing, unpacked);
  }

  /** Outlives restarts, unlike the folder for temporary files, which systems clean by age. */
  private static Path cache() throws IOException {
    String given = System.getenv("XDG_CACHE_HOME");
    Path base = Path.of(System.getProperty("user.home"), ".cache");
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL may have to run as another user, who cannot enter root's home.
      base = Path.of("/var/cache");
    } else if (given != null && !given.isBlank()) {
      base = Path.of(given);
    }
    try {
      return Files.createDirectories(base.resolve("everfill"));
    } catch (FileSystemException e) {
      // No home of its own, as in many containers.
      return ours(Path.of(System.getProperty("java.io.tmpdir")));
    }
  }

  /** Programs are run from here: nobody else may have laid them out under a name we trust. */
  private static Path ours(Path shared) throws IOException {
    String user = System.getProperty("user.name");
    Path folder = Files.createDirectories(shared.resolve("everfill-" + user));
    if (!Files.getOwner(folder).getName().equals(user)) {
      throw new IOException(folder + " belongs to another user; remove it or set XDG_CACHE_HOME");
    }
    return folder;
  }

  /** Whoever unpacks the same archive at the same time: the first to move wins. */
  private static Path moved(Path growing, Path unpacked) throws IOException {
    try {
      return Files.move(growing, unpacked, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(unpacked)) {
        throw e;
      }
      Folders.delete(growing);
      return unpacked;
    }
  }

  private static void unpack(byte[] bytes, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(bytes)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, folder);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("The archive's entry " + entry.getName() + " leads out of its folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(file, folder.resolve(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      Files.setPosixFilePermissions(file, (entry.getMode() & 0100) != 0 ? PROGRAM : PLAIN);
    }
  }

  private static String fingerprint(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
