package dev.everfill.e2e;

import dev.everfill.embedded.testing.TcpProxy;
import dev.everfill.embedded.testing.TcpProxy.Link;
import dev.everfill.embedded.testing.TcpProxy.Way;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lies in wait, in the network, for a COMMIT of one client: on its way to the server, or for the
 * server's answer on its way back.
 */
final class CommitTap implements TcpProxy.Tap {
  /** The driver may prepare it under a name and later send the name alone. */
  private static final Pattern PREPARED = Pattern.compile("(S_\\d+)\0\\s*COMMIT\0");

  private static final Pattern ONCE = Pattern.compile("\0\\s*COMMIT\0");

  /** What to do with the connection when the commit is met. */
  enum Then {
    /** Ends it: what was met is not passed on. */
    CUT,
    /** Keeps it silent until {@link Meeting#letGo}. */
    HOLD
  }

  /** One commit to be met. */
  static final class Meeting {
    private final Way way;
    private final Then then;
    private final CountDownLatch met = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private Meeting(Way way, Then then) {
      this.way = way;
      this.then = then;
    }

    /** Fails if no commit comes. */
    void await() throws InterruptedException {
      if (!met.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no commit was met " + way);
      }
    }

    void letGo() {
      goOn.countDown();
    }
  }

  private final String client;
  private final Map<Link, Set<String>> names = new ConcurrentHashMap<>();
  private volatile Meeting armed;

  /**
   * @param client what the client has said
   */
  CommitTap(String client) {
    this.client = client;
  }

  /** Waits from now on for the next commit, once. */
  Meeting arm(Way way, Then then) {
    armed = new Meeting(way, then);
    return armed;
  }

  @Override
  public boolean pass(Link link, Way way, String piece) {
    if (!link.said(client)) {
      return true;
    }
    boolean commits = way == Way.TO_SERVER ? sends(link, piece) : piece.contains("COMMIT\0");
    Meeting meeting = armed;
    if (!commits || meeting == null || meeting.way != way) {
      return true;
    }
    armed = null;
    meeting.met.countDown();
    if (meeting.then == Then.CUT) {
      link.cut();
      return false;
    }
    try {
      meeting.goOn.await();
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean sends(Link link, String piece) {
    Set<String> known = names.computeIfAbsent(link, one -> ConcurrentHashMap.newKeySet());
    Matcher prepares = PREPARED.matcher(piece);
    while (prepares.find()) {
      known.add(prepares.group(1));
    }
    return ONCE.matcher(piece).find()
        || known.stream().anyMatch(name -> piece.contains("\0" + name + "\0"));
  }
}
