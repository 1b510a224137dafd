package dev.everfill.processor.topology;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a topology does; written by its threads, read by any. */
public final class Meter {
  private final LongAdder handled = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final Set<Integer> settled = ConcurrentHashMap.newKeySet();

  void handled() {
    handled.increment();
  }

  void derived() {
    rows.increment();
  }

  void settled(int partition, boolean isSettled) {
    if (isSettled) {
      settled.add(partition);
    } else {
      settled.remove(partition);
    }
  }

  /** Records read since the start. */
  public long handledRecords() {
    return handled.sum();
  }

  /** Rows written to the derived topic since the start. */
  public long derivedRecords() {
    return rows.sum();
  }

  /** How many partitions of the target are known here to be settled. */
  public int settledPartitions() {
    return settled.size();
  }
}
