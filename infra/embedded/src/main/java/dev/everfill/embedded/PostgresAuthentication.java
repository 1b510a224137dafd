package dev.everfill.embedded;

/** How clients of an embedded PostgreSQL prove who they are. */
public enum PostgresAuthentication {
  /** Not at all: whoever can reach the loopback address is believed. */
  TRUST("trust"),
  /** By password, sent as SCRAM-SHA-256. */
  SCRAM("scram-sha-256");

  private final String method;

  PostgresAuthentication(String method) {
    this.method = method;
  }

  /** The word in {@code pg_hba.conf}. */
  String method() {
    return method;
  }
}
