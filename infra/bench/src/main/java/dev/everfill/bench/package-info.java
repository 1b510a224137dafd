/**
 * Measures what an application feels while a column is filled: by Everfill, and by what a user
 * would do instead. {@link dev.everfill.bench.Main} is where it begins; {@code infra/bench/run}
 * starts it.
 */
package dev.everfill.bench;
