package dev.everfill.sink.pace;

import dev.everfill.base.control.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which other instances live, by their renewals and this process's monotonic clock. The server's
 * clock is believed only about an instance that has not been seen to renew: so a jump of it takes
 * no living instance's lease away, and keeps no dead one's for ever. Not safe for several threads.
 */
public final class Sightings {
  /**
   * What an instance wrote last counts so long after it has given its lease back, and some more.
   */
  public static final Duration REMAINING = Duration.ofMillis(1_500);

  private record Key(String scope, String instance) {}

  private record Seen(long renewals, long at, boolean alive) {}

  private final Duration life;
  private Map<Key, Seen> seen = new HashMap<>();

  /**
   * @param life after which a lease that is not renewed has ended
   */
  public Sightings(Duration life) {
    this.life = life;
  }

  /** Those of the leases whose instances may still write. */
  public List<Lease> living(String scope, List<Lease> all, long now) {
    Map<Key, Seen> next = new HashMap<>();
    seen.forEach((key, was) -> keep(next, key, was, scope));
    List<Lease> living = all.stream().filter(one -> lives(scope, one, next, now)).toList();
    seen = next;
    return living;
  }

  private static void keep(Map<Key, Seen> next, Key key, Seen was, String scope) {
    if (!key.scope().equals(scope)) {
      next.put(key, was);
    }
  }

  private boolean lives(String scope, Lease lease, Map<Key, Seen> next, long now) {
    Key key = new Key(scope, lease.instance());
    Seen was = seen.get(key);
    if (was == null) {
      next.put(key, new Seen(lease.renewals(), now, false));
      return !lease.expired();
    }
    if (was.renewals() != lease.renewals()) {
      next.put(key, new Seen(lease.renewals(), now, true));
      return true;
    }
    next.put(key, was);
    Duration patience = lease.renewals() == Lease.GIVEN_BACK ? REMAINING : life;
    boolean silent = now - was.at() >= patience.toNanos();
    return !silent && (was.alive() || !lease.expired());
  }
}
