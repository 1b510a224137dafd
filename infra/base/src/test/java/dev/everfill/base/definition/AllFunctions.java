package dev.everfill.base.definition;

import java.util.Collection;
import java.util.Set;

/** An evaluator that can do everything but {@code md5(text)}. */
final class AllFunctions implements SupportedFunctions {
  @Override
  public boolean supports(String signature) {
    return !signature.equals("md5(text)");
  }

  @Override
  public Collection<String> all() {
    return Set.of("lower(text)", "md5(bytea)");
  }
}
