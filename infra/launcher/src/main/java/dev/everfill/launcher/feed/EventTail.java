package dev.everfill.launcher.feed;

import dev.everfill.base.status.EventView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest events in memory. Ids are drawn before their transactions commit, so a smaller one may
 * become visible after a greater: a few are looked at again. Safe for all threads.
 */
final class EventTail {
  static final int KEPT = 2_000;

  /** As many transactions may have drawn an id and not committed. */
  private static final int LATE = 20;

  private final Deque<EventView> events = new ArrayDeque<>();

  /** Events after this id are wanted; some of them may be known. */
  synchronized long last() {
    return events.isEmpty() ? 0 : Math.max(0, events.getLast().id() - LATE);
  }

  /** Adds what is not known yet, and returns it. */
  synchronized List<EventView> add(List<EventView> seen) {
    List<EventView> news = new ArrayList<>();
    for (EventView event : seen) {
      if (events.stream().noneMatch(known -> known.id() == event.id())) {
        news.add(event);
      }
    }
    for (EventView event : news) {
      insert(event);
    }
    while (events.size() > KEPT) {
      events.removeFirst();
    }
    return news;
  }

  private void insert(EventView event) {
    Deque<EventView> later = new ArrayDeque<>();
    while (!events.isEmpty() && events.getLast().id() > event.id()) {
      later.push(events.removeLast());
    }
    events.addLast(event);
    later.forEach(events::addLast);
  }

  synchronized List<EventView> after(long id, int limit) {
    List<EventView> found = events.stream().filter(event -> event.id() > id).toList();
    return found.subList(Math.max(0, found.size() - limit), found.size());
  }
}
