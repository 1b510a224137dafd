package dev.everfill.sink.pace;

import dev.everfill.base.control.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a budget is divided among instances: live demand first, a tenth kept for fields being filled,
 * evenly where there is less than is wanted, and what nobody wants spread over all. Every instance
 * that sees the same leases comes to the same shares. Pure.
 */
public final class Shares {
  private static final int FILLING_PART = 10;
  private static final int FLOOR_PART = 100;
  private static final int RENEWALS_PER_TURN = 16;

  private Shares() {}

  /**
   * The rate that holds: the lowest that any instance was configured with.
   *
   * @param all the living leases, own included
   */
  public static long rate(List<Lease> all) {
    return all.stream().mapToLong(Lease::rate).min().orElseThrow();
  }

  /**
   * What an instance should hold.
   *
   * @param all the living leases, own included
   * @param turn grows; where there are fewer rows than instances they take turns
   */
  public static long of(String instance, List<Lease> all, long turn) {
    long rate = rate(all);
    List<Lease> order = new ArrayList<>(all);
    order.sort(Comparator.comparing(Lease::instance));
    if (rate < order.size()) {
      int shift = (int) Math.floorMod(turn / RENEWALS_PER_TURN, (long) order.size());
      java.util.Collections.rotate(order, shift);
    }
    long[] share = shares(rate, order, turn / RENEWALS_PER_TURN);
    for (int i = 0; i < share.length; i++) {
      if (order.get(i).instance().equals(instance)) {
        return share[i];
      }
    }
    throw new IllegalArgumentException(instance + " is not among " + all);
  }

  private static long[] shares(long rate, List<Lease> order, long turn) {
    int n = order.size();
    long[] live = order.stream().mapToLong(one -> Math.min(rate, one.liveDemand())).toArray();
    long[] filling =
        order.stream().mapToLong(one -> Math.min(rate, one.backfillDemand())).toArray();
    long floor = rate / FLOOR_PART / n;
    long[] share = new long[n];
    java.util.Arrays.fill(share, floor);
    long left = rate - floor * n;
    long tenth = left < FILLING_PART && turn % FILLING_PART == 0 ? 1 : left / FILLING_PART;
    left -= add(share, fill(left - Math.min(sum(filling), Math.min(left, tenth)), live));
    left -= add(share, fill(left, filling));
    add(share, fill(left, evenly(n, left)));
    return share;
  }

  private static long[] evenly(int n, long rows) {
    long[] all = new long[n];
    java.util.Arrays.fill(all, rows);
    return all;
  }

  /** Gives each what it wants, or the same to all who want more than there is for each. */
  static long[] fill(long rows, long[] wanted) {
    long[] given = new long[wanted.length];
    long left = rows;
    boolean[] done = new boolean[wanted.length];
    int open = wanted.length;
    while (open > 0 && left > 0) {
      long each = Math.max(1, left / open);
      for (int i = 0; i < wanted.length && left > 0; i++) {
        if (!done[i]) {
          long more = Math.min(left, Math.min(each, wanted[i] - given[i]));
          given[i] += more;
          left -= more;
          done[i] = given[i] == wanted[i];
          open -= done[i] ? 1 : 0;
        }
      }
    }
    return given;
  }

  private static long add(long[] to, long[] more) {
    long all = 0;
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
      all += more[i];
    }
    return all;
  }

  private static long sum(long[] all) {
    long sum = 0;
    for (long one : all) {
      sum += one;
    }
    return sum;
  }
}
