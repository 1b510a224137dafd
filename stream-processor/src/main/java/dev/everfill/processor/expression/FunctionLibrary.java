package dev.everfill.processor.expression;

import dev.everfill.base.definition.SupportedFunctions;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be computed outside PostgreSQL: functions, casts through text and aggregates, by their
 * signatures. Stateless.
 */
public final class FunctionLibrary implements SupportedFunctions {
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
    DateTimeParts.register(registry);
    JsonbFunctions.register(registry);
    JsonbConstruction.register(registry);
    ArrayFunctions.register(registry);
    return registry.all();
  }

  private static final Set<String> ALL = allSignatures();

  private static Set<String> allSignatures() {
    Set<String> all = new TreeSet<>(FUNCTIONS.keySet());
    all.addAll(Casts.signatures());
    all.addAll(AggregateFunctions.signatures());
    return Collections.unmodifiableSet(all);
  }

  /** The functions' signatures, as {@code Expression.Call.function} names them. */
  public Set<String> signatures() {
    return FUNCTIONS.keySet();
  }

  @Override
  public boolean supports(String signature) {
    return ALL.contains(signature);
  }

  @Override
  public Collection<String> all() {
    return ALL;
  }

  /** The implementation of a signature, or null. */
  static Implementation find(String signature) {
    return FUNCTIONS.get(signature);
  }
}
