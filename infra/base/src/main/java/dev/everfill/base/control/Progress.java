package dev.everfill.base.control;

/**
 * How far one partition of a derived topic has been written.
 *
 * @param ownerEpoch grows with every owner
 * @param nextOffset every record before it has been written
 * @param highOffset records from {@code nextOffset} up to here may have been written; ≥ nextOffset
 * @param level everything committed before it has been written; 0 until the partition is complete
 * @param expectedRows rows before the first level; null while unknown
 * @param settledRows rows settled before the first level, each counted once
 * @param settledBefore of these, the ones with records before {@code nextOffset}
 * @param changedRows rows really changed, over all time
 * @param quarantinedRows rows that are in quarantine
 */
public record Progress(
    String topic,
    int partition,
    long ownerEpoch,
    long nextOffset,
    long highOffset,
    long level,
    Long expectedRows,
    long settledRows,
    long settledBefore,
    long changedRows,
    long quarantinedRows) {

  /** Without quarantined rows. */
  public Progress(
      String topic,
      int partition,
      long ownerEpoch,
      long nextOffset,
      long highOffset,
      long level,
      Long expectedRows,
      long settledRows,
      long settledBefore,
      long changedRows) {
    this(
        topic,
        partition,
        ownerEpoch,
        nextOffset,
        highOffset,
        level,
        expectedRows,
        settledRows,
        settledBefore,
        changedRows,
        0);
  }

  /** With another number of changed rows. */
  public Progress withChanged(long rows) {
    return new Progress(
        topic,
        partition,
        ownerEpoch,
        nextOffset,
        highOffset,
        level,
        expectedRows,
        settledRows,
        settledBefore,
        rows,
        quarantinedRows);
  }
}
