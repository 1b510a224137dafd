package dev.everfill.base.postgres;

import java.util.Objects;

/**
 * How to reach PostgreSQL.
 *
 * @param url a {@code jdbc:postgresql:} URL without user or password
 */
public record PostgresSettings(String url, String user, String password) {
  public PostgresSettings {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /** With the password masked. */
  @Override
  public String toString() {
    return "PostgresSettings[" + url + ", user=" + user + ", password=***]";
  }
}
