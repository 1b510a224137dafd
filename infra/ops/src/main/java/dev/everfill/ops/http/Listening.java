package dev.everfill.ops.http;

import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.ops.OpsSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/** Opens the socket, before anything else is started. Stateless. */
final class Listening {
  private static final int BACKLOG = 128;

  private Listening() {}

  /**
   * The address to listen on.
   *
   * @throws ProblemsException if there is none of that name, or others could reach it and no token
   *     keeps them out
   */
  static InetAddress address(OpsSettings settings) {
    String host = settings.bind().getHostString();
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw problem(
          "there is no address of the name " + host, "write an address of this machine: 127.0.0.1");
    }
    if (!address.isLoopbackAddress() && settings.token() == null) {
      throw problem(
          host + " can be reached by other machines, and no token keeps them out",
          "set ops.token, or bind to 127.0.0.1");
    }
    return address;
  }

  /**
   * @throws ProblemsException if nothing may listen there
   */
  static ServerSocketChannel open(OpsSettings settings, InetAddress address) {
    int port = settings.bind().getPort();
    try {
      return open(address, port, settings.anyPort());
    } catch (IOException e) {
      throw problem(
          "cannot listen on "
              + settings.bind().getHostString()
              + ":"
              + port
              + ": "
              + e.getMessage(),
          "stop what listens there, or state another address");
    }
  }

  private static ServerSocketChannel open(InetAddress address, int port, boolean anyPort)
      throws IOException {
    try {
      return open(new InetSocketAddress(address, port));
    } catch (BindException taken) {
      if (!anyPort) {
        throw taken;
      }
      return open(new InetSocketAddress(address, 0));
    }
  }

  private static ServerSocketChannel open(InetSocketAddress at) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      return channel.bind(at, BACKLOG);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static ProblemsException problem(String message, String remedy) {
    return new ProblemsException(List.of(new Problem("ops.bind", message, remedy)));
  }
}
