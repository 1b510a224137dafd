package dev.everfill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How PostgreSQL's programs are run although we may be root, as whom PostgreSQL refuses to run. */
sealed interface Unprivileged {

  /** What to put before a command. */
  List<String> prefix();

  /** Makes what we wrote the programs' own. */
  default void give(Path path) throws IOException {}

  /** The way for a folder: once it is somebody's, only this one can work in it. */
  static Unprivileged in(Path home) throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      return new AsWeAre();
    }
    Path data = home.resolve("data");
    if (Files.exists(data) && uid(data) != 0) {
      return new AsAnother(uid(data));
    }
    return OwnNamespace.isAllowed() ? new OwnNamespace() : new AsAnother(AsAnother.NOBODY);
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  /** Not root: nothing to do. */
  record AsWeAre() implements Unprivileged {
    @Override
    public List<String> prefix() {
      return List.of();
    }
  }

  /** In a user namespace of their own the programs are nobody, while their files are still ours. */
  record OwnNamespace() implements Unprivileged {
    private static final List<String> PREFIX = List.of("unshare", "-U");

    @Override
    public List<String> prefix() {
      return PREFIX;
    }

    /** Many containers forbid it. */
    static boolean isAllowed() {
      try {
        Process process =
            new ProcessBuilder("unshare", "-U", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /**
   * As a user who is not root, to whom the folder then belongs.
   *
   * @param uid the user's number, and the group's
   */
  record AsAnother(int uid) implements Unprivileged {
    static final int NOBODY = 65534;

    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--");
    }

    @Override
    public void give(Path path) throws IOException {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.toList()) {
          if (!Files.isSymbolicLink(each) && Unprivileged.uid(each) != uid) {
            Files.setAttribute(each, "unix:uid", uid);
          }
        }
      }
    }
  }
}
