package dev.everfill.processor.expression;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Collects implementations by signature; a signature has one. Used by one thread. */
final class Registry {
  private final Map<String, Implementation> implementations = new TreeMap<>();

  Registry unary(String signature, Implementation.Unary function) {
    return add(signature, Implementation.strict(function));
  }

  Registry binary(String signature, Implementation.Binary function) {
    return add(signature, Implementation.strict(function));
  }

  Registry ternary(String signature, Implementation.Ternary function) {
    return add(signature, Implementation.strict(function));
  }

  Registry add(String signature, Implementation implementation) {
    if (implementations.put(signature, implementation) != null) {
      throw new IllegalStateException("two implementations of " + signature);
    }
    return this;
  }

  Map<String, Implementation> all() {
    return Collections.unmodifiableMap(implementations);
  }
}
