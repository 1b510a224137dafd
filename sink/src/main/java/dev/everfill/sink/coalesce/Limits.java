package dev.everfill.sink.coalesce;

/**
 * How much of a partition may be read and not settled. After a restart all of it is read again
 * before anything is written, so this bounds memory then too.
 *
 * @param span offsets between the oldest unsettled record and the newest one read
 * @param bytes of the records between them
 * @param waiting rows that nobody holds up, read ahead of the writing
 */
public record Limits(long span, long bytes, int waiting) {
  public static Limits defaults() {
    return new Limits(200_000, 32L << 20, 10_000);
  }
}
