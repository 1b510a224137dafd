package dev.everfill.sink.coalesce;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.Progress;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been read of one partition and is not settled: the newest value per key, the rows that
 * are on their way to PostgreSQL, those that somebody holds, those to be tried again, and the
 * levels that wait. Says what may be stored as progress.
 *
 * <p>Rows are looked at ({@link #takeWaiting}, {@link #takeDeferred}), then given out ({@link
 * #giveOut}), and then settled or taken back. While they are out their keys may get newer values,
 * which wait, and another batch may be given out; batches are settled in the order in which they
 * were given out.
 *
 * <p>After an exception between {@link #settle} and {@link #committed} a backlog is of no use: it
 * is made anew from the stored progress. Not safe for several threads.
 */
public final class Backlog {
  private final Limits limits;
  private final long replayUntil;
  private final Tally tally;
  private Progress stored;
  private Progress next;
  private long position;
  private long bytesRead;

  /** In the order of {@code since}: a newer value takes the place of the older one. */
  private final Map<Object, Pending> waiting = new LinkedHashMap<>();

  private final Held deferred = new Held();
  private final Underway underway = new Underway();

  /** Quarantined rows that somebody wants tried again; they hold back no progress. */
  private final Map<Object, Pending> again = new LinkedHashMap<>();

  public Backlog(Progress stored, Limits limits) {
    this.limits = limits;
    this.stored = stored;
    this.next = stored;
    this.position = stored.nextOffset();
    this.replayUntil = stored.highOffset();
    this.tally = new Tally(stored);
  }

  /**
   * Takes a record in, in the order of offsets.
   *
   * @param bytes its size
   * @throws IllegalArgumentException if it is none that a derived topic may hold; nothing is taken
   */
  public void accept(long offset, Event event, int bytes) {
    if (event instanceof Event.Upsert upsert) {
      put(new Pending(upsert.key(), upsert.columns(), offset, bytesRead, offset, null));
    } else if (event instanceof Event.Delete delete) {
      put(new Pending(delete.key(), null, offset, bytesRead, offset, null));
    } else if (event instanceof Event.Level level) {
      tally.level(offset, level.level());
    } else if (event instanceof Event.Expect expect) {
      tally.expect(expect.rows());
    } else {
      throw new IllegalArgumentException("a derived topic holds no " + event);
    }
    read(offset, bytes);
  }

  /**
   * Takes in a record that cannot be understood, in the order of offsets.
   *
   * @param key null if not even that can be read
   * @param bytes its size
   */
  public void unreadable(long offset, Key key, String problem, int bytes) {
    put(new Pending(key, null, offset, bytesRead, offset, new Refusal(null, problem)));
    read(offset, bytes);
  }

  private void read(long offset, int bytes) {
    bytesRead += bytes;
    position = offset + 1;
  }

  private void put(Pending newest) {
    // Mostly nothing is tried again or held: a key's hash is not for nothing.
    if (!again.isEmpty()) {
      again.remove(newest.id());
    }
    Pending held = deferred.get(newest.id());
    if (held != null) {
      deferred.put(held.with(newest));
    } else {
      waiting.merge(newest.id(), newest, Pending::with);
    }
  }

  /**
   * Has a quarantined row tried again, unless a newer value of its key has been read: that one is
   * tried anyway. To be asked only when {@link #writable}.
   */
  public void retry(Pending row) {
    boolean newer = waiting.containsKey(row.id()) || underway.has(row.id());
    if (!newer && deferred.get(row.id()) == null) {
      again.put(row.id(), row);
    }
  }

  /**
   * Says that a row cannot be written as it is: from now on it is given out as refused, until its
   * key gets a newer value. Without effect if it has got one already. Not while it is underway.
   */
  public void refuse(Pending row, Refusal why) {
    Pending refused = row.refused(why);
    if (deferred.get(row.id()) == row) {
      deferred.put(refused);
    } else if (!waiting.replace(row.id(), row, refused)) {
      again.replace(row.id(), row, refused);
    }
  }

  /** The row as it is now; null if it is settled, or underway. */
  public Pending current(Pending row) {
    Pending now = waiting.getOrDefault(row.id(), deferred.get(row.id()));
    return now == null ? again.get(row.id()) : now;
  }

  /** Says that the consumer stands at this offset: what lies between holds no record. */
  public void reached(long offset) {
    position = Math.max(position, offset);
  }

  /**
   * Whether rows may be written: everything that an earlier owner may have written is read and
   * coalesced, so that no row can go back to an older value.
   */
  public boolean writable() {
    return position >= replayUntil;
  }

  /** Whether reading must stop until rows are settled; never before {@link #writable}. */
  public boolean full() {
    if (!writable()) {
      return false;
    }
    Pending oldest = oldest();
    return oldest != null
        && (waiting.size() >= limits.waiting()
            || position - oldest.since() >= limits.span()
            || bytesRead - oldest.bytesBefore() >= limits.bytes());
  }

  /**
   * Adds up to {@code limit} rows that nobody is known to hold, oldest first; none whose older
   * value is underway.
   */
  public void takeWaiting(int limit, List<Pending> into) {
    int most = into.size() + limit;
    for (Map<Object, Pending> rows : List.of(again, waiting)) {
      Iterator<Pending> each = rows.values().iterator();
      while (into.size() < most && each.hasNext()) {
        Pending row = each.next();
        if (!underway.has(row.id())) {
          into.add(row);
        }
      }
    }
  }

  /** Adds up to {@code limit} deferred rows, going round so that each has its turn. */
  public void takeDeferred(int limit, List<Pending> into) {
    deferred.take(limit, into);
  }

  /** Says that these rows, which were taken last, are on their way from now on. */
  public void giveOut(List<Pending> rows) {
    for (Pending row : rows) {
      // What is tried again holds back nothing, wherever it is.
      if (again.isEmpty() || again.get(row.id()) != row) {
        if (!waiting.remove(row.id(), row)) {
          deferred.remove(row);
        }
        underway.add(row);
      }
    }
  }

  /**
   * Says that rows which were given out were not written. Not while rows that were given out before
   * them are underway.
   */
  public void takeBack(List<Pending> rows) {
    List<Pending> back = new ArrayList<>(rows.size() + waiting.size());
    for (Pending row : rows) {
      if (underway.remove(row)) {
        Pending newer = waiting.remove(row.id());
        back.add(newer == null ? row : row.with(newer));
      }
    }
    back.addAll(waiting.values());
    // Nearly in order already: such a list is sorted in one pass.
    back.sort(Comparator.comparingLong(Pending::since));
    waiting.clear();
    back.forEach(row -> waiting.put(row.id(), row));
    next = stored;
  }

  /** Rows on their way. */
  public int underway() {
    return underway.size();
  }

  /** Rows that nobody is known to hold. */
  public int waiting() {
    return waiting.size() + again.size();
  }

  public int deferred() {
    return deferred.size();
  }

  /** Whether rows from the quarantine wait to be tried. */
  public boolean retrying() {
    return !again.isEmpty();
  }

  /** Whether there is progress to store beside that of rows: a level, or how many to expect. */
  public boolean hasNews() {
    return writable() && tally.hasNews(stored, nextOffset());
  }

  /**
   * Takes in what became of rows of this backlog, and gives the step to store with them. No others
   * are underway.
   *
   * @param kept by how many rows the partition's quarantine grows with it, negative if it shrinks
   */
  public Advance settle(List<Settled> rows, int kept) {
    long changed = settle(rows);
    next = tally.advance(stored, nextOffset(), position, changed, kept);
    return new Advance(stored, next);
  }

  /** Gives how many rows were changed. */
  private long settle(List<Settled> rows) {
    long changed = 0;
    for (Settled settled : rows) {
      if (settled.outcome() == Outcome.DEFERRED) {
        defer(settled.row());
      } else {
        done(settled.row());
        changed += settled.outcome() == Outcome.CHANGED ? 1 : 0;
      }
    }
    return changed;
  }

  /**
   * The step to store together with rows before it is known what becomes of them: what was settled
   * before, and that all that has been read may have been written. It begins where the last one
   * ends, stored or not. How many rows were changed it does not know.
   */
  public Advance step() {
    Advance step = new Advance(next, tally.meanwhile(next, nextOffset(), position));
    next = step.to();
    return step;
  }

  /** Takes in what became of rows of this backlog with whom such a step has been stored. */
  public void stored(Advance step, List<Settled> rows) {
    boolean last = next == step.to();
    stored = step.to().withChanged(stored.changedRows() + settle(rows));
    if (last) {
      next = stored;
    }
  }

  /** A row from the quarantine is asked for again from there. */
  private void defer(Pending row) {
    if (!retried(row) && underway.remove(row)) {
      Pending newer = waiting.remove(row.id());
      deferred.put(newer == null ? row : row.with(newer));
    }
  }

  private void done(Pending row) {
    if (!retried(row)) {
      underway.remove(row);
      tally.settled(row);
    }
  }

  /** Whether it was from the quarantine, and was tried. */
  private boolean retried(Pending row) {
    return !again.isEmpty() && again.remove(row.id(), row);
  }

  /** Says that the last step is stored. */
  public void committed() {
    stored = next;
  }

  /** What is stored, as far as this owner knows. */
  public Progress stored() {
    return stored;
  }

  private long nextOffset() {
    Pending oldest = oldest();
    return oldest == null ? position : oldest.since();
  }

  private Pending oldest() {
    Pending free = waiting.isEmpty() ? null : waiting.values().iterator().next();
    return older(older(free, deferred.oldest()), underway.oldest());
  }

  private static Pending older(Pending one, Pending other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.since() < other.since() ? one : other;
  }
}
