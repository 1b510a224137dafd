package dev.everfill.sink.pace;

import dev.everfill.base.control.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance takes of a budget when it looks at the leases of all: its share, as far as the
 * others leave it. A part is given up only once no row of the last second counts against it, and
 * used only once that is stored; so at no time do the parts add up to more than the rate. Belongs
 * to one thread.
 */
public final class Division {
  /** When the others take a lease that is not renewed for ended. */
  public static final Duration LIFE = Duration.ofSeconds(10);

  /**
   * When the holder does. The rest is for a batch that was begun just before: its statement may
   * take five seconds, and it counts for one after its commit.
   */
  public static final Duration USE = Duration.ofSeconds(3);

  private final String instance;
  private final Lent lent;
  private final Sightings sightings = new Sightings(LIFE);

  /**
   * @param instance this one's name, unlike all others
   */
  public Division(String instance, Lent lent) {
    this.instance = instance;
    this.lent = lent;
  }

  /**
   * What is to be stored, and then to be used.
   *
   * @param lease to be stored
   * @param rows to be used once that is committed
   * @param dead instances whose leases are to be removed
   * @param settled whether it is as it should be; if not, it is worth looking again soon
   */
  public record Taken(Lease lease, long rows, List<String> dead, boolean settled) {}

  /**
   * Decides, and gives up at once what is to be given up.
   *
   * @param stored the leases of all instances, which nobody else can change meanwhile
   * @param turn grows with every look of any instance
   * @param now monotonic nanoseconds
   */
  public Taken of(Ask ask, List<Lease> stored, long turn, long now) {
    List<Lease> others = new ArrayList<>(stored);
    others.removeIf(one -> one.instance().equals(instance));
    List<Lease> living = sightings.living(ask.scope(), others, now);
    others.removeAll(living);
    List<Lease> all = new ArrayList<>(living);
    all.add(lease(ask, 0));
    long share = Shares.of(instance, all, turn);
    long taken = living.stream().mapToLong(Lease::held).sum();
    long rows = Math.max(0, Math.min(share, Shares.rate(all) - taken));
    long held = lent.shrink(ask.scope(), rows, now);
    List<String> dead = others.stream().map(Lease::instance).toList();
    return new Taken(lease(ask, held), rows, dead, rows == share && held == rows);
  }

  private Lease lease(Ask ask, long held) {
    return new Lease(instance, ask.rate(), held, ask.live(), ask.backfill(), 0, false);
  }
}
