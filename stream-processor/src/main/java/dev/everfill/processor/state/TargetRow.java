package dev.everfill.processor.state;

/**
 * What is kept of a target key: whether there is such a row, and the value that the SELECT gives
 * it. What was last sent on need not be kept: it follows from these two.
 *
 * @param exists whether the target has the row
 * @param value the value columns in text form; null if the SELECT gives no row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TargetRow(boolean exists, String[] value) {
  /** Of a key that has not been heard of. */
  public static final TargetRow NONE = new TargetRow(false, null);

  public byte[] encode() {
    BytesOut out = new BytesOut();
    out.flag((exists ? 1 : 0) | (value == null ? 0 : 2));
    if (value != null) {
      RowForm.write(out, value);
    }
    return out.toBytes();
  }

  public static TargetRow decode(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    int flags = in.flag();
    return new TargetRow((flags & 1) != 0, (flags & 2) != 0 ? RowForm.read(in) : null);
  }
}
