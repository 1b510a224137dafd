package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.processor.expression.FunctionLibrary;
import java.util.Collection;
import java.util.Set;

/** What the compute stage can evaluate, told to the analyser. */
final class Evaluator implements SupportedFunctions {
  private final Set<String> signatures = new FunctionLibrary().signatures();

  @Override
  public boolean supports(String signature) {
    return signatures.contains(signature);
  }

  @Override
  public Collection<String> all() {
    return signatures;
  }
}
