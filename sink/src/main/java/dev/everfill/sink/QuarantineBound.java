package dev.everfill.sink;

import dev.everfill.base.control.QuarantineStore.Share;
import dev.everfill.sink.coalesce.Refusal;

/** How many rows may be kept aside before it is the field that is wrong, and not its rows. */
final class QuarantineBound {
  /** Of the rows expected, in percent. */
  static final int PERCENT = 1;

  /** So many may be in any case. */
  static final int LEAST = 100;

  private QuarantineBound() {}

  static boolean exceeded(Share share) {
    return share.rows() > Math.max(LEAST, share.of() * PERCENT / 100);
  }

  static String message(String field, Share share, Refusal last) {
    return field
        + ": "
        + share.rows()
        + " rows cannot be written, more than "
        + PERCENT
        + " % (and more than "
        + LEAST
        + "); the last one: "
        + last.message()
        + "; put right what refuses them, start again, then retry them";
  }
}
