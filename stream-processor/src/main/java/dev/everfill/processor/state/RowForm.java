package dev.everfill.processor.state;

/** A row's values in text form as bytes: the number of values, then each one; null is NULL. */
public final class RowForm {
  private RowForm() {}

  /** The bytes of a row. */
  public static byte[] encode(String[] row) {
    BytesOut out = new BytesOut();
    write(out, row);
    return out.toBytes();
  }

  /** The row of the bytes. */
  public static String[] decode(byte[] bytes) {
    return read(new BytesIn(bytes));
  }

  static void write(BytesOut out, String[] row) {
    out.number(row.length);
    for (String value : row) {
      out.text(value);
    }
  }

  static String[] read(BytesIn in) {
    String[] row = new String[(int) in.number()];
    for (int i = 0; i < row.length; i++) {
      row[i] = in.text();
    }
    return row;
  }
}
