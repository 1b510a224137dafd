package dev.everfill.embedded;

import java.util.List;

/** PostgreSQL refuses to run as root. */
final class Unprivileged {
  private Unprivileged() {}

  /**
   * What to put before a command: as root, {@code unshare -U}, which runs it in a user namespace of
   * its own where it is nobody, while its files still are root's.
   */
  static List<String> prefix() {
    return System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();
  }
}
