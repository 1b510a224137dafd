package dev.everfill.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Chooses loopback ports, and remembers the choice in a file so that a restart gets it again. */
final class Ports {
  /** Loopback, in the one form that both servers and all clients agree on. */
  static final String HOST = "127.0.0.1";

  private Ports() {}

  /**
   * The port to listen on.
   *
   * @param wanted a port, or 0 for the one in {@code memory}, or any free one if that is taken
   * @throws EmbeddedServerException if a port was named and something listens on it
   */
  static int choose(int wanted, Path memory, String server) {
    if (wanted != 0) {
      if (!isFree(wanted)) {
        throw new EmbeddedServerException(
            "Port "
                + wanted
                + " on "
                + HOST
                + " is in use, so "
                + server
                + " cannot listen there; stop what uses it, or choose another port, or 0 for any");
      }
      return wanted;
    }
    int remembered = recall(memory);
    return remembered != 0 && isFree(remembered) ? remembered : free();
  }

  /** Any port that is free now. */
  static int free() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedServerException("No free port on " + HOST, e);
    }
  }

  /** Any port that is free now, but not this one, which is about to be taken. */
  static int freeBeside(int taken) {
    int port = free();
    return port == taken ? freeBeside(taken) : port;
  }

  static void remember(Path memory, int port) throws IOException {
    Files.writeString(memory, Integer.toString(port));
  }

  private static int recall(Path memory) {
    try {
      int port = Files.exists(memory) ? Integer.parseInt(Files.readString(memory).trim()) : 0;
      return port > 0 && port < 65536 ? port : 0;
    } catch (IOException | NumberFormatException e) {
      // The file is only a memory of a preference: without it any port will do.
      return 0;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do: connections that linger in TIME_WAIT do not occupy a port.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
