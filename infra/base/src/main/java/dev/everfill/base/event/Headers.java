package dev.everfill.base.event;

/** The names of record headers; each holds eight bytes, big-endian. */
public final class Headers {
  /** {@link Position#lsn()}. */
  public static final String LSN = "lsn";

  /** {@link Position#committedAt()} in microseconds since 1970. */
  public static final String COMMITTED_AT = "ts";

  private Headers() {}
}
