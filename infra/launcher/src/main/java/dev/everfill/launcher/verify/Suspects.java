package dev.everfill.launcher.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that were seen to differ, until it is known whether they are wrong or only on their way.
 * Between two looks everything that was committed before the first has been written. So a row that
 * was only on its way is right at the second, unless its sources have moved again: then its values
 * or its version are mostly others. Sources that go to and fro may show the same picture by chance
 * once or twice; only what is the same at every look counts. Pure, not safe for several threads.
 */
final class Suspects {
  /** Looks in a row that must show the same values in the same version of the row. */
  static final int STILL = 3;

  /** Where the application writes the row all the time: looks that must show the same values. */
  static final int LOOKS = 8;

  private final Map<List<String>, Watched> open = new LinkedHashMap<>();
  private final List<Difference> stayed = new ArrayList<>();

  private record Watched(Difference last, int looks, int still) {
    Watched seen(Difference now) {
      if (!now.digest().equals(last.digest())) {
        return new Watched(now, 0, 0);
      }
      return new Watched(now, looks + 1, now.version().equals(last.version()) ? still + 1 : 0);
    }

    boolean certain() {
      return still >= STILL || looks >= LOOKS;
    }
  }

  /**
   * @param found at the first look
   */
  Suspects(List<Difference> found) {
    found.forEach(one -> open.put(one.key(), new Watched(one, 0, 0)));
  }

  /** The rows to look at again, in the order in which they were found. */
  List<List<String>> open() {
    return List.copyOf(open.keySet());
  }

  /**
   * Takes in another look at all that are open.
   *
   * @param again those that differ now; the others have come to be right, or are gone
   */
  void look(List<Difference> again) {
    Map<List<String>, Difference> now = new HashMap<>();
    again.forEach(one -> now.put(one.key(), one));
    open.keySet().retainAll(now.keySet());
    open.replaceAll((key, before) -> before.seen(now.get(key)));
    open.values().stream().filter(Watched::certain).forEach(w -> stayed.add(w.last()));
    open.values().removeIf(Watched::certain);
  }

  /** Those that are wrong. */
  List<Difference> stayed() {
    return List.copyOf(stayed);
  }

  /** Gives up waiting for certainty: whatever is open now counts. */
  List<Difference> all() {
    List<Difference> all = new ArrayList<>(stayed);
    open.values().forEach(watched -> all.add(watched.last()));
    return all;
  }
}
