package dev.everfill.processor.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the parts of a stored value one behind the other; {@link BytesIn} reads them back. */
final class BytesOut {
  private byte[] bytes = new byte[64];
  private int length;

  void flag(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  /** Seven bits a byte, least significant first. */
  void number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Length plus one, then the bytes; null is a zero. */
  void bytes(byte[] value) {
    if (value == null) {
      number(0);
      return;
    }
    number(value.length + 1L);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  void text(String value) {
    bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
