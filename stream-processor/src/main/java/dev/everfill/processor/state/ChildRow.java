package dev.everfill.processor.state;

/**
 * What the child side of a join keeps of a row that refers to a parent: one flag, the row, and the
 * parent's row if there is one.
 *
 * @param row the left row
 * @param answered whether the parent has been heard of since the row refers to it
 * @param parent the parent's row; null if it is not there, or not heard of yet
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ChildRow(String[] row, boolean answered, String[] parent) {
  private static final int AWAITING = 0;
  private static final int MISSING = 1;
  private static final int FOUND = 2;

  /** A row whose parent is awaited. */
  public static ChildRow awaiting(String[] row) {
    return new ChildRow(row, false, null);
  }

  public byte[] encode() {
    BytesOut out = new BytesOut();
    out.flag(!answered ? AWAITING : parent == null ? MISSING : FOUND);
    RowForm.write(out, row);
    if (parent != null) {
      RowForm.write(out, parent);
    }
    return out.toBytes();
  }

  public static ChildRow decode(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    int state = in.flag();
    String[] row = RowForm.read(in);
    return new ChildRow(row, state != AWAITING, state == FOUND ? RowForm.read(in) : null);
  }
}
