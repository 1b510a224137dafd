package dev.everfill.sink.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.control.Advance;
import dev.everfill.base.control.Progress;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table, a log and crashes in memory: what a backlog allows may never lose or turn back a row.
 */
class BacklogTest {
  private static final Progress START = new Progress("t", 0, 1, 0, 0, 0, null, 0, 0, 0);

  private static Event row(int key, int value) {
    return new Event.Upsert(Key.of("" + key), Map.of("v", "" + value));
  }

  @Test
  void theNewestValueTakesThePlaceOfTheOldest() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, row(1, 10), 5);
    backlog.accept(1, row(2, 20), 5);
    backlog.accept(2, row(1, 11), 5);
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(10, rows);
    assertThat(rows).extracting(row -> row.columns().get("v")).containsExactly("11", "20");
    assertThat(rows).extracting(Pending::since).containsExactly(0L, 1L);
  }

  @Test
  void aLevelWaitsForTheRowsBeforeItAndNotForThoseAfter() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, new Event.Expect(1), 5);
    backlog.accept(1, row(1, 10), 5);
    backlog.accept(2, new Event.Level(77, 0), 5);
    backlog.accept(3, row(2, 20), 5);
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(1, rows);
    Progress held = settle(backlog, rows, Outcome.DEFERRED);
    assertThat(held.level()).isZero();
    assertThat(held.nextOffset()).isEqualTo(1);
    rows.clear();
    backlog.takeDeferred(5, rows);
    Progress done = settle(backlog, rows, Outcome.CHANGED);
    assertThat(done.level()).isEqualTo(77);
    assertThat(done.nextOffset()).isEqualTo(3);
    assertThat(done.settledRows()).isEqualTo(1);
  }

  private static Progress settle(Backlog backlog, List<Pending> rows, Outcome outcome) {
    backlog.giveOut(rows);
    Advance step = backlog.settle(rows.stream().map(r -> new Settled(r, outcome)).toList(), 0);
    backlog.committed();
    return step.to();
  }

  @Test
  void aRefusedRowIsGivenOutAsRefusedUntilItsKeyHasANewerValue() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, row(1, 10), 5);
    backlog.accept(1, row(2, 20), 5);
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(10, rows);
    backlog.refuse(rows.get(0), new Refusal("23514", "no"));
    assertThat(backlog.current(rows.get(0)).refusal().sqlState()).isEqualTo("23514");
    assertThat(backlog.current(rows.get(0)).isValue()).isFalse();
    backlog.accept(2, row(1, 11), 5);
    assertThat(backlog.current(rows.get(0)).isValue()).as("a newer value").isTrue();
    backlog.refuse(rows.get(0), new Refusal("23514", "too late"));
    assertThat(backlog.current(rows.get(0)).isValue()).as("it was not this one").isTrue();
    assertThat(backlog.current(rows.get(0)).offset()).isEqualTo(2);
    assertThat(backlog.current(rows.get(0)).since()).isZero();
  }

  @Test
  void anUnreadableRecordTakesThePlaceOfOlderValuesOfItsKeyAlone() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, row(1, 10), 5);
    backlog.accept(1, row(2, 20), 5);
    backlog.unreadable(2, Key.of("1"), "what is this", 5);
    backlog.unreadable(3, null, "and this", 5);
    backlog.unreadable(4, null, "and that", 5);
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(10, rows);
    assertThat(rows).extracting(Pending::isValue).containsExactly(false, true, false, false);
    assertThat(rows).extracting(Pending::offset).containsExactly(2L, 1L, 3L, 4L);
    Progress done = settle(backlog, rows, Outcome.QUARANTINED);
    assertThat(done.nextOffset()).isEqualTo(5);
    assertThat(done.settledRows()).isEqualTo(4);
    assertThat(backlog.waiting()).isZero();
  }

  @Test
  void aRowThatIsTriedAgainHoldsBackNothingAndYieldsToNewerValues() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, row(1, 10), 5);
    backlog.retry(Pending.again(Key.of("1"), Map.of("v", "old"), 0));
    assertThat(backlog.retrying()).as("its newer value is tried anyway").isFalse();
    backlog.retry(Pending.again(Key.of("2"), Map.of("v", "old"), 0));
    backlog.retry(Pending.again(Key.of("3"), Map.of("v", "old"), 0));
    backlog.accept(1, row(2, 20), 5);
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(10, rows);
    assertThat(rows).extracting(row -> row.columns().get("v")).containsExactly("old", "10", "20");
    backlog.giveOut(rows);
    Advance step =
        backlog.settle(
            List.of(
                new Settled(rows.get(0), Outcome.DEFERRED),
                new Settled(rows.get(1), Outcome.CHANGED),
                new Settled(rows.get(2), Outcome.CHANGED)),
            -1);
    assertThat(backlog.retrying()).as("it is asked for again").isFalse();
    assertThat(step.to().nextOffset()).isEqualTo(2);
    assertThat(step.to().settledRows()).isEqualTo(2);
    assertThat(step.to().quarantinedRows()).isEqualTo(-1);
  }

  @Test
  void stopsReadingWhenFullButNeverBeforeTheStoredHighOffset() {
    Backlog replaying =
        new Backlog(new Progress("t", 0, 1, 0, 100, 0, null, 0, 0, 0), new Limits(10, 1000, 5));
    for (int i = 0; i < 99; i++) {
      replaying.accept(i, row(i, i), 100);
      assertThat(replaying.full()).isFalse();
      assertThat(replaying.writable()).isFalse();
    }
    replaying.reached(100);
    assertThat(replaying.writable()).as("a gap at the end holds no record").isTrue();
    assertThat(replaying.full()).isTrue();
  }

  @Test
  void aNewerValueOfARowThatIsUnderwayWaitsForItAndHoldsBackNothingBeforeIt() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, row(1, 10), 5);
    backlog.accept(1, row(2, 20), 5);
    List<Pending> first = new ArrayList<>();
    backlog.takeWaiting(10, first);
    backlog.giveOut(first);
    Advance step = backlog.step();
    backlog.accept(2, row(1, 11), 5);
    backlog.accept(3, row(3, 30), 5);
    List<Pending> second = new ArrayList<>();
    backlog.takeWaiting(10, second);
    assertThat(second).extracting(Pending::key).containsExactly(Key.of("3"));
    backlog.giveOut(second);
    Advance next = backlog.step();
    assertThat(next.from()).isEqualTo(step.to());
    assertThat(next.to().nextOffset()).isZero();
    assertThat(next.to().highOffset()).isEqualTo(4);
    backlog.stored(step, first.stream().map(r -> new Settled(r, Outcome.CHANGED)).toList());
    List<Pending> third = new ArrayList<>();
    backlog.takeWaiting(10, third);
    assertThat(third).extracting(Pending::since).containsExactly(2L);
    backlog.stored(next, second.stream().map(r -> new Settled(r, Outcome.CHANGED)).toList());
    assertThat(backlog.stored().changedRows()).isEqualTo(3);
    assertThat(backlog.step().to().nextOffset()).isEqualTo(2);
  }

  @Test
  void rowsThatAreTakenBackLieWhereTheyLayWithTheirNewestValues() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    for (int key = 0; key < 4; key++) {
      backlog.accept(key, row(key, key), 5);
    }
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(2, rows);
    backlog.giveOut(rows);
    Advance step = backlog.step();
    backlog.accept(4, row(1, 11), 5);
    backlog.takeBack(rows);
    assertThat(backlog.underway()).isZero();
    List<Pending> again = new ArrayList<>();
    backlog.takeWaiting(10, again);
    assertThat(again).extracting(Pending::since).containsExactly(0L, 1L, 2L, 3L);
    assertThat(again).extracting(Pending::offset).containsExactly(0L, 4L, 2L, 3L);
    assertThat(backlog.step().from()).isEqualTo(step.from());
  }

  @Test
  void aRowThatSomebodyHoldsIsDeferredWithTheValueThatCameMeanwhile() {
    Backlog backlog = new Backlog(START, Limits.defaults());
    backlog.accept(0, row(1, 10), 5);
    List<Pending> rows = new ArrayList<>();
    backlog.takeWaiting(1, rows);
    backlog.giveOut(rows);
    Advance step = backlog.step();
    backlog.accept(1, row(1, 11), 5);
    backlog.stored(step, List.of(new Settled(rows.get(0), Outcome.DEFERRED)));
    assertThat(backlog.waiting()).isZero();
    List<Pending> held = new ArrayList<>();
    backlog.takeDeferred(1, held);
    assertThat(held).extracting(row -> row.columns().get("v")).containsExactly("11");
    assertThat(held).extracting(Pending::since).containsExactly(0L);
  }

  @Test
  void aTruncateIsNoDerivedRecord() {
    assertThatThrownBy(
            () -> new Backlog(START, Limits.defaults()).accept(0, new Event.Truncate(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomHistoriesWithHeldRowsAndCrashes(long seed) {
    new History(new Random(seed)).run();
  }

  /** Offset = value, so that a row going back shows. */
  private static final class History {
    private final Random random;
    private final List<Event> log = new ArrayList<>();
    private final Map<Key, Integer> table = new HashMap<>();
    private final Set<Key> held = new HashSet<>();
    private Progress stored = START;
    private int crashes;
    private int deferrals;
    private int levels;
    private int ahead;
    private int takenBack;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private static final int ROWS = 300;

    History(Random random) {
      this.random = random;
      log.add(new Event.Expect(ROWS));
      for (int key = 0; key < ROWS; key++) {
        log.add(row(key, log.size()));
      }
      log.add(new Event.Level(log.size(), 0));
      while (log.size() < 2000) {
        boolean level = random.nextInt(20) == 0;
        int at = log.size();
        log.add(level ? new Event.Level(at, 0) : row(random.nextInt(ROWS), at));
      }
      log.add(new Event.Level(log.size(), 0));
    }

    void run() {
      for (int i = 0; i < 20; i++) {
        held.add(Key.of("" + random.nextInt(ROWS)));
      }
      while (stored.nextOffset() < log.size()) {
        work(new Backlog(stored, new Limits(400, 1 << 20, 50)));
        held.removeIf(key -> random.nextInt(4) == 0);
      }
      for (int offset = 0; offset < log.size(); offset++) {
        if (log.get(offset) instanceof Event.Upsert last) {
          assertThat(table.get(last.key())).isGreaterThanOrEqualTo(offset);
        }
      }
      assertThat(stored.settledRows()).isEqualTo(ROWS);
      assertThat(stored.level()).isEqualTo(log.size() - 1);
      assertThat(List.of(crashes, deferrals, levels, ahead, takenBack))
          .allMatch(count -> count > 0);
    }

    private void work(Backlog backlog) {
      int position = (int) stored.nextOffset();
      sent.clear();
      for (int turn = 0; turn < 400; turn++) {
        for (int i = random.nextInt(60); i > 0 && position < log.size() && !backlog.full(); i--) {
          backlog.accept(position, log.get(position), 10);
          position++;
        }
        if (random.nextInt(15) == 0) {
          crashes++;
          return;
        }
        if (backlog.writable()) {
          write(backlog);
        }
        if (stored.nextOffset() == log.size()) {
          return;
        }
      }
    }

    /** Rows that were given out, with the step that is stored with them. */
    private record Sent(List<Pending> rows, Advance step) {}

    private void write(Backlog backlog) {
      if (sent.size() < 2 && random.nextInt(3) > 0) {
        send(backlog);
      } else if (!sent.isEmpty() && random.nextInt(10) == 0) {
        sent.forEach(one -> backlog.takeBack(one.rows()));
        takenBack += sent.size();
        sent.clear();
      } else if (sent.isEmpty()) {
        writeAlone(backlog);
      } else {
        arrive(backlog);
      }
    }

    private void send(Backlog backlog) {
      List<Pending> rows = take(backlog);
      if (!rows.isEmpty()) {
        ahead += sent.size();
        backlog.giveOut(rows);
        assertThat(backlog.underway()).isGreaterThanOrEqualTo(rows.size());
        sent.add(new Sent(rows, backlog.step()));
      }
    }

    private List<Pending> take(Backlog backlog) {
      List<Pending> rows = new ArrayList<>();
      if (random.nextInt(3) == 0) {
        backlog.takeDeferred(1 + random.nextInt(10), rows);
      } else {
        backlog.takeWaiting(1 + random.nextInt(40), rows);
      }
      return rows;
    }

    /** PostgreSQL has committed the first batch. */
    private void arrive(Backlog backlog) {
      Sent first = sent.removeFirst();
      Progress to = first.step().to();
      assertThat(first.step().from().nextOffset()).isEqualTo(stored.nextOffset());
      assertThat(first.rows()).allMatch(row -> row.offset() < to.highOffset());
      List<Settled> settled = first.rows().stream().map(this::write).toList();
      long changed = settled.stream().filter(row -> row.outcome() == Outcome.CHANGED).count();
      Progress before = stored;
      advanced(to.withChanged(before.changedRows() + changed));
      backlog.stored(first.step(), settled);
      assertThat(backlog.stored()).isEqualTo(stored);
    }

    private void writeAlone(Backlog backlog) {
      List<Pending> rows = take(backlog);
      if (rows.isEmpty() && !backlog.hasNews()) {
        return;
      }
      backlog.giveOut(rows);
      List<Settled> settled = rows.stream().map(this::write).toList();
      Progress next = backlog.settle(settled, 0).to();
      backlog.committed();
      advanced(next);
    }

    private void advanced(Progress next) {
      assertThat(next.nextOffset()).isGreaterThanOrEqualTo(stored.nextOffset());
      assertThat(next.settledRows()).isBetween(stored.settledRows(), (long) ROWS);
      assertLevel(next);
      levels += next.level() > stored.level() ? 1 : 0;
      stored = next;
    }

    private Settled write(Pending row) {
      if (held.contains(row.key())) {
        deferrals++;
        held.removeIf(key -> key.equals(row.key()) && random.nextInt(8) == 0);
        return new Settled(row, Outcome.DEFERRED);
      }
      int value = Integer.parseInt(row.columns().get("v"));
      assertThat(value).as("goes back").isGreaterThanOrEqualTo(table.getOrDefault(row.key(), 0));
      Integer before = table.put(row.key(), value);
      boolean same = before != null && before == value;
      return new Settled(row, same ? Outcome.UNCHANGED : Outcome.CHANGED);
    }

    /** Every row has at least the value that it had in the log at the level's offset. */
    private void assertLevel(Progress next) {
      for (int offset = 0; offset < next.level(); offset++) {
        if (log.get(offset) instanceof Event.Upsert before) {
          assertThat(table.getOrDefault(before.key(), -1)).isGreaterThanOrEqualTo(offset);
        }
      }
    }
  }
}
