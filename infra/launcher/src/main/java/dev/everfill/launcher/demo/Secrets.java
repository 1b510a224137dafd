package dev.everfill.launcher.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords of the demonstration's roles: made once, in files that only their owner can read. */
final class Secrets {
  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
  }

  /** The file of a role's password, created where it is missing. */
  Path file(String role) {
    Path file = folder.resolve(role);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a password in " + file, e);
    }
  }

  String password(String role) {
    try {
      return Files.readString(file(role)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password in " + folder, e);
    }
  }
}
