package dev.everfill.e2e;

import dev.everfill.embedded.testing.TcpProxy;
import dev.everfill.embedded.testing.TcpProxy.Link;
import dev.everfill.embedded.testing.TcpProxy.Way;
import java.util.Map;
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
  /** The driver prepares it under a name and later sends the name alone. */
  private static final Pattern PREPARED = Pattern.compile("(S_\\d+)\0COMMIT\0");

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
  private final Map<Link, String> names = new ConcurrentHashMap<>();
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
    Matcher prepares = PREPARED.matcher(piece);
    if (prepares.find()) {
      names.put(link, prepares.group(1));
    }
    String name = names.get(link);
    return name != null && piece.contains("\0" + name + "\0");
  }
}
