package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import java.util.Set;

/**
 * What a slot delivers again after a restart because its position was not confirmed yet. Published
 * twice it would do no lasting harm, but readers would see rows go back and come again.
 *
 * <p>Transactions come in the order of their commits, so all are repetitions until the last one
 * that was published comes by. If it never does, this is another history of the log (a standby that
 * was promoted, a copy that was restored): then nothing may be left out. Belongs to the thread that
 * consumes the stream.
 */
final class Redelivery {
  static final Redelivery NONE = new Redelivery(0, Set.of());

  /**
   * What a slot may deliver once more.
   *
   * @param confirmed nothing that was committed before this position in the log comes again
   * @param written the end of the log
   */
  record Window(long confirmed, long written) {}

  private final Set<TableName> published;
  private long until;

  private Redelivery(long until, Set<TableName> published) {
    this.until = until;
    this.published = published;
  }

  /**
   * @param position where the last transaction ends that was published wholly
   * @param published tables of which that is true; of others everything is news
   */
  static Redelivery of(Window window, long position, Set<TableName> published) {
    return position > window.confirmed() && position <= window.written()
        ? new Redelivery(position, published)
        : NONE;
  }

  /** Whether repetitions may still come: what is left out must not be confirmed before the end. */
  boolean expected() {
    return until > 0;
  }

  /** Whether the change at hand was published before. */
  boolean repeats(TableName table) {
    return until > 0 && published.contains(table);
  }

  /**
   * A transaction is complete.
   *
   * @return false if what was left out was no repetition
   */
  boolean end(long commit) {
    boolean last = until > 0 && commit >= until;
    boolean same = !last || commit == until;
    until = last ? 0 : until;
    return same;
  }
}
