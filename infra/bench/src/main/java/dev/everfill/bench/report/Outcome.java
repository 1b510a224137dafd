package dev.everfill.bench.report;

import dev.everfill.bench.watch.Observed;

/**
 * One contender, measured.
 *
 * @param idle just before it
 * @param during from its start until every row was filled
 * @param writing the part of it in which it wrote
 * @param rows that it changed
 * @param wal bytes written meanwhile, the application's included
 * @param differences rows that were not as the SELECT says at the end
 */
public record Outcome(
    String name,
    Felt idle,
    Felt during,
    Felt writing,
    long rows,
    double rowsPerSecond,
    Observed observed,
    long wal,
    long differences) {}
