package dev.everfill.processor.expression;

import java.nio.ByteBuffer;

/** Whole numbers, dates and timestamps, whose infinities are the extremes of long. */
final class LongOrder implements ValueOrder {
  @Override
  public int compare(Object a, Object b) {
    return Long.compare((Long) a, (Long) b);
  }

  @Override
  public byte[] encode(Object value) {
    return ByteBuffer.allocate(Long.BYTES).putLong((Long) value ^ Long.MIN_VALUE).array();
  }

  @Override
  public Object decode(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong() ^ Long.MIN_VALUE;
  }

  @Override
  public int length(byte[] bytes) {
    return Long.BYTES;
  }
}
