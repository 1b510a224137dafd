package dev.everfill.producer.merge;

/**
 * The rules of the merge, each of which a test switches off to see that it matters.
 *
 * @param dropDelivered a row read is dropped if a change of it was delivered that its snapshot does
 *     not see
 * @param rememberInvisible a delivered transaction is remembered until it is visible, not only
 *     until it is complete: PostgreSQL writes a commit before it makes it visible
 * @param markVisible a transaction is marked as done only once it is visible, so that after a kill
 *     it is delivered, and remembered, again
 */
public record MergeGuards(boolean dropDelivered, boolean rememberInvisible, boolean markVisible) {
  /** All of them: anything else is for tests. */
  public static final MergeGuards ALL = new MergeGuards(true, true, true);
}
