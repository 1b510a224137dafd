package dev.everfill.embedded.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between a client and a server on loopback that can be cut, held and slowed down. What
 * is done to it may be limited to the connections whose client has once sent a given text, such as
 * its application name. Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int CHUNK = 16 << 10;

  /** Which way bytes go. */
  public enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  /** Looks at each piece that is about to be passed on; asked by one thread at a time. */
  public interface Tap {
    /** Whether to pass the piece on; it may also close the link, or wait. */
    boolean pass(Link link, Way way, String piece) throws IOException;
  }

  /** One connection of a client. */
  public final class Link {
    private final Socket client;
    private final Socket server;
    private final StringBuilder sent = new StringBuilder();

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    /** Whether the client has sent this text among its first bytes. */
    public boolean said(String text) {
      synchronized (sent) {
        return sent.indexOf(text) >= 0;
      }
    }

    private void hear(String piece) {
      synchronized (sent) {
        if (sent.length() < CHUNK) {
          sent.append(piece);
        }
      }
    }

    /** Ends the connection on both sides at once, unread bytes and all. */
    public void cut() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  private final ServerSocket listening;
  private final int target;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private volatile Tap tap = (link, way, piece) -> true;
  private volatile String slowed;
  private volatile long millisPerPiece;
  private volatile String held;

  /**
   * @param target the server's port on loopback
   */
  public TcpProxy(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("proxy-accept", this::accept);
  }

  /** Where clients connect. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Replaces what looks at every piece; null for nobody. */
  public void tap(Tap wanted) {
    tap = wanted == null ? (link, way, piece) -> true : wanted;
  }

  /** Passes nothing on, either way, for clients that said this; the sockets stay open. */
  public void hold(String said) {
    held = said;
  }

  /** Ends {@link #hold}; what was held goes on. */
  public void release() {
    held = null;
  }

  /** Lets every piece of clients that said this wait; 0 for no more. */
  public void slow(String said, long millis) {
    slowed = said;
    millisPerPiece = millis;
  }

  /** Cuts the connections of all clients that said this; returns how many. */
  public int cut(String said) {
    List<Link> found = links.stream().filter(link -> link.said(said)).toList();
    found.forEach(Link::cut);
    return found.size();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        start("proxy-connect", () -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      Link link = new Link(client, server);
      links.add(link);
      start("proxy-to-client", () -> pump(link, Way.TO_CLIENT));
      pump(link, Way.TO_SERVER);
    } catch (IOException refused) {
      closeQuietly(client);
    }
  }

  private void pump(Link link, Way way) {
    Socket from = way == Way.TO_SERVER ? link.client : link.server;
    Socket to = way == Way.TO_SERVER ? link.server : link.client;
    byte[] buffer = new byte[CHUNK];
    try {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        String piece = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        if (way == Way.TO_SERVER) {
          link.hear(piece);
        }
        obstruct(link);
        if (tap.pass(link, way, piece)) {
          to.getOutputStream().write(buffer, 0, read);
          to.getOutputStream().flush();
        }
      }
    } catch (IOException | InterruptedException over) {
      // Either side is gone: so is the other.
      link.cut();
    } finally {
      link.cut();
      links.remove(link);
    }
  }

  private void obstruct(Link link) throws InterruptedException {
    if (millisPerPiece > 0 && link.said(slowed)) {
      Thread.sleep(millisPerPiece);
    }
    for (String whose = held; whose != null && link.said(whose); whose = held) {
      if (link.client.isClosed()) {
        return;
      }
      Thread.sleep(5);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed either way.
      return;
    }
  }

  /** Cuts everything and listens no more. */
  @Override
  public void close() throws IOException {
    listening.close();
    links.forEach(Link::cut);
  }
}
