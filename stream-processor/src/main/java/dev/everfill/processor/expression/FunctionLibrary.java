package dev.everfill.processor.expression;

import java.util.Set;

/** The functions that can be computed outside PostgreSQL, by their signatures. Stateless. */
public final class FunctionLibrary {

  /** The signatures, as {@code Expression.Call.function} names them. */
  public Set<String> signatures() {
    return Set.of();
  }
}
