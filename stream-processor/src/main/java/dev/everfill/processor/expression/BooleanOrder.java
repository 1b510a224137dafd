package dev.everfill.processor.expression;

/** False before true. */
final class BooleanOrder implements ValueOrder {
  @Override
  public int compare(Object a, Object b) {
    return Boolean.compare((Boolean) a, (Boolean) b);
  }

  @Override
  public byte[] encode(Object value) {
    return new byte[] {(byte) ((Boolean) value ? 1 : 0)};
  }

  @Override
  public Object decode(byte[] bytes) {
    return bytes[0] == 1;
  }

  @Override
  public int length(byte[] bytes) {
    return 1;
  }
}
