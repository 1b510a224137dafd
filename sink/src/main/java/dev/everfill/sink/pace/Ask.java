package dev.everfill.sink.pace;

/**
 * What an instance wants of a budget.
 *
 * @param scope names the budget
 * @param rate rows per second of the whole
 * @param live rows per second that live fields could use
 * @param backfill rows per second that fields being filled could use
 */
public record Ask(String scope, long rate, long live, long backfill) {}
