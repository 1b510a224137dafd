package dev.everfill.bench.contender;

/**
 * What a contender says of its work. Times are of {@link System#nanoTime()}.
 *
 * @param rows that it changed
 * @param begun when it was started
 * @param writing when its first write could be seen
 * @param ended when every row was filled
 */
public record Filled(long rows, long begun, long writing, long ended) {}
