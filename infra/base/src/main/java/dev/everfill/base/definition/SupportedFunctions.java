package dev.everfill.base.definition;

import java.util.Collection;
import java.util.Optional;

/**
 * What the evaluator can compute exactly as PostgreSQL does; a SELECT that needs anything else is
 * refused. Immutable and safe for all threads.
 *
 * <p>A signature is the function's name and its declared argument types as {@code format_type}
 * prints them: {@code lower(text)}, {@code int4pl(integer,integer)}, {@code
 * jsonb_build_object("any")}; an operator counts by the function behind it; an aggregate likewise:
 * {@code max(timestamp with time zone)}, {@code count()}, {@code count("any")}. A cast through text
 * forms is {@code cast(text as integer)}. A function outside {@code pg_catalog} has its schema in
 * front.
 */
public interface SupportedFunctions {

  /** Whether the evaluator offers exactly this signature. */
  boolean supports(String signature);

  /** All signatures, for messages that say what is supported. */
  Collection<String> all();

  /**
   * Why a definition cannot be computed although every signature in it is supported: some calls
   * depend on their very arguments, such as the zone of {@code AT TIME ZONE}.
   *
   * @return for people; empty if nothing speaks against it
   */
  default Optional<String> refusal(FieldDefinition definition) {
    return Optional.empty();
  }
}
