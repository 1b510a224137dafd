package dev.everfill.processor.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link BytesOut} wrote. */
final class BytesIn {
  private final byte[] bytes;
  private int at;

  BytesIn(byte[] bytes) {
    this.bytes = bytes;
  }

  int flag() {
    need(1);
    return bytes[at++];
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = flag();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a stored number is too long");
  }

  byte[] bytes() {
    int length = length();
    if (length < 0) {
      return null;
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String text() {
    int length = length();
    if (length < 0) {
      return null;
    }
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  private int length() {
    long length = number() - 1;
    if (length > bytes.length - at) {
      throw new IllegalArgumentException("a stored value ends too early");
    }
    return (int) length;
  }

  private void need(int more) {
    if (at + more > bytes.length) {
      throw new IllegalArgumentException("a stored value ends too early");
    }
  }
}
