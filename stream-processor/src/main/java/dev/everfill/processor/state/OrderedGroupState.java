package dev.everfill.processor.state;

import dev.everfill.processor.expression.AggregateFunctions.Family;
import java.util.Arrays;
import java.util.List;

/**
 * Groups over three tables of an ordered store:
 *
 * <pre>
 * 1  row key                                       → {@link Contribution}
 * 2  (group, aggregate byte + value + row key)     → nothing; a {@link PairKey}, for max and min only
 * 3  group                                         → {@link Partial}, then per max and min the best row's key
 * </pre>
 *
 * Values stand in table 2 in ordered form, for max with every bit turned round, so that the best is
 * always the first. When the best is deleted the next one is sought from where it stood, never from
 * the start of the group: in between lie the tombstones of all former bests, which a store has to
 * step over.
 */
public final class OrderedGroupState implements GroupState {
  private static final byte[] NOTHING = {};
  private static final byte[] START = {};

  private final OrderedStore contributions;
  private final OrderedStore index;
  private final OrderedStore partials;
  private final List<Family> families;

  /**
   * @param store whose tables 1 to 3 are used
   * @param families of the aggregates
   */
  public OrderedGroupState(OrderedStore store, List<Family> families) {
    this.contributions = store.table(1);
    this.index = store.table(2);
    this.partials = store.table(3);
    this.families = List.copyOf(families);
  }

  @Override
  public void replace(byte[] row, Contribution contribution, Listener changed) {
    byte[] stored = contributions.get(row);
    Contribution old = stored == null ? null : Contribution.decode(stored);
    if (Contribution.same(old, contribution)) {
      return;
    }
    if (contribution == null) {
      contributions.delete(row);
    } else {
      contributions.put(row, contribution.encode());
    }
    boolean stays =
        old != null && contribution != null && Arrays.equals(old.group(), contribution.group());
    if (stays) {
      change(old.group(), row, old, contribution, changed);
      return;
    }
    if (old != null) {
      change(old.group(), row, old, null, changed);
    }
    if (contribution != null) {
      change(contribution.group(), row, null, contribution, changed);
    }
  }

  private void change(
      byte[] group, byte[] row, Contribution removed, Contribution added, Listener changed) {
    GroupEntry entry = GroupEntry.decode(partials.get(group), families);
    byte[] before = entry.partial().encode(families);
    GroupUpdate update = new GroupUpdate(index, families, group, row, entry);
    update.apply(removed, added);
    GroupEntry after = update.result();
    if (after.partial().rows() == 0) {
      partials.delete(group);
    } else {
      partials.put(group, after.encode(families));
    }
    byte[] now = after.partial().encode(families);
    if (!Arrays.equals(before, now)) {
      changed.partial(group, now);
    }
  }

  @Override
  public void clear(Listener changed) {
    contributions.scan(START, null, (key, value) -> drop(contributions, key));
    index.scan(START, null, (key, value) -> drop(index, key));
    byte[] none = Partial.empty(families).encode(families);
    partials.scan(
        START,
        null,
        (group, value) -> {
          partials.delete(group);
          changed.partial(group, none);
          return true;
        });
  }

  private static boolean drop(OrderedStore table, byte[] key) {
    table.delete(key);
    return true;
  }

  @Override
  public void forEach(Listener listener) {
    partials.scan(
        START,
        null,
        (group, value) -> {
          listener.partial(group, GroupEntry.decode(value, families).partial().encode(families));
          return true;
        });
  }

  static byte[] nothing() {
    return NOTHING;
  }
}
