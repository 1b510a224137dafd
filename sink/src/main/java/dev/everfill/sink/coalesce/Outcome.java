package dev.everfill.sink.coalesce;

/** What became of a row. */
public enum Outcome {
  /** Written: it differed. */
  CHANGED,
  /** It was right already. */
  UNCHANGED,
  /** There is no such target row. */
  GONE,
  /** It differs, but somebody else holds it; to be tried again. */
  DEFERRED,
  /** It cannot be written: kept aside with its reason, and the rest goes on. */
  QUARANTINED
}
