package dev.everfill.processor.expression;

import java.util.Map;
import java.util.Set;

/** The functions that can be computed outside PostgreSQL, by their signatures. Stateless. */
public final class FunctionLibrary {
  private static final Map<String, Implementation> FUNCTIONS = load();

  private static Map<String, Implementation> load() {
    Registry registry = new Registry();
    ComparisonFunctions.register(registry);
    IntegerFunctions.register(registry);
    NumericFunctions.register(registry);
    FloatFunctions.register(registry);
    CastFunctions.register(registry);
    TextFunctions.register(registry);
    DateTimeFunctions.register(registry);
    JsonbFunctions.register(registry);
    JsonbConstruction.register(registry);
    ArrayFunctions.register(registry);
    return registry.all();
  }

  /** The signatures, as {@code Expression.Call.function} names them. */
  public Set<String> signatures() {
    return FUNCTIONS.keySet();
  }

  /** The implementation of a signature, or null. */
  static Implementation find(String signature) {
    return FUNCTIONS.get(signature);
  }
}
