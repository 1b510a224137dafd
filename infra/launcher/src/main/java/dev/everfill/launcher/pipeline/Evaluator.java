package dev.everfill.launcher.pipeline;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.Compute;
import dev.everfill.processor.expression.AggregateFunctions;
import dev.everfill.processor.expression.FunctionLibrary;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the compute stage can evaluate, told to the analyser. */
final class Evaluator implements SupportedFunctions {
  private final TopicNames names;
  private final Set<String> signatures;

  Evaluator(TopicNames names) {
    this.names = names;
    Set<String> all = new TreeSet<>(new FunctionLibrary().all());
    all.addAll(AggregateFunctions.signatures());
    this.signatures = Collections.unmodifiableSet(all);
  }

  @Override
  public boolean supports(String signature) {
    return signatures.contains(signature);
  }

  @Override
  public Collection<String> all() {
    return signatures;
  }

  @Override
  public Optional<String> refusal(FieldDefinition definition) {
    return Compute.refusal(definition, names);
  }
}
