package dev.everfill.producer.stream;

import dev.everfill.base.definition.TableName;
import java.util.List;
import java.util.Map;

/** One thing that the change stream delivers, in the order of commits. */
public sealed interface StreamRecord {

  /** What is handed to {@link ChangeStream.Marker} once everything up to here is safe. */
  Object mark();

  /**
   * A transaction begins.
   *
   * @param xid its 32 bits, unsigned
   */
  record Begin(long xid, Object mark) implements StreamRecord {}

  /**
   * The transaction that began last is complete.
   *
   * @param commit where its commit ends in the log; grows from one to the next
   */
  record End(long commit, Object mark) implements StreamRecord {}

  /**
   * A row was inserted or updated.
   *
   * @param values text form by column, null for NULL; columns that were not sent are missing
   * @param committedMicros since 1970
   */
  record Upsert(
      TableName table, Map<String, String> values, long lsn, long committedMicros, Object mark)
      implements StreamRecord {}

  /**
   * A row was deleted, or its key changed.
   *
   * @param key text forms by column
   */
  record Delete(
      TableName table, Map<String, String> key, long lsn, long committedMicros, Object mark)
      implements StreamRecord {}

  /** A table was emptied. */
  record Truncate(TableName table, long lsn, Object mark) implements StreamRecord {}

  /**
   * A logical message with the pipeline's prefix.
   *
   * @param words its content, split at spaces
   * @param lsn where it starts in the log
   * @param inside it belongs to the transaction that is open
   */
  record Message(List<String> words, long lsn, boolean inside, Object mark)
      implements StreamRecord {
    public Message {
      words = List.copyOf(words);
    }

    /** Everything after the first word and its space, as it was written. */
    public String rest() {
      return String.join(" ", words.subList(1, words.size()));
    }
  }
}
