package dev.everfill.bench.watch;

/**
 * What was seen of the sessions during a window.
 *
 * @param samples how often they were looked at
 * @param longestTransaction of the contender's writing sessions, in milliseconds, as far as seen
 * @param longestStatement its last statement, as far as the server shows it; empty if none was seen
 * @param lockWaits samples in which a session of the application waited for a lock of the contender
 * @param waited different waits among them, told apart by session and statement
 * @param longestGap between two looks, in milliseconds: what is shorter may have been missed
 */
public record Observed(
    long samples,
    double longestTransaction,
    String longestStatement,
    long lockWaits,
    long waited,
    double longestGap) {}
