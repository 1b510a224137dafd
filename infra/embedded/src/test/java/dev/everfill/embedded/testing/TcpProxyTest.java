package dev.everfill.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "echo");
    thread.setDaemon(true);
    thread.start();
    proxy = new TcpProxy(echo.getLocalPort());
  }

  private void serve() {
    try {
      while (true) {
        Socket client = echo.accept();
        Thread thread = new Thread(() -> repeat(client), "echo-client");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void repeat(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException closed) {
      return;
    }
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void passesOnAndCutsOnlyWhomItMeans() throws Exception {
    try (Socket one = connect();
        Socket two = connect()) {
      assertThat(say(one, "one")).isEqualTo("one");
      assertThat(say(two, "two")).isEqualTo("two");
      assertThat(proxy.cut("two")).isEqualTo(1);
      assertThat(two.getInputStream().read()).isEqualTo(-1);
      assertThat(say(one, "again")).isEqualTo("again");
    }
  }

  @Test
  void holdsUntilReleased() throws Exception {
    try (Socket one = connect()) {
      assertThat(say(one, "one")).isEqualTo("one");
      proxy.hold("one");
      one.setSoTimeout(50);
      one.getOutputStream().write('x');
      assertThat(silent(one)).isTrue();
      proxy.release();
      one.setSoTimeout(5_000);
      assertThat(one.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void aTapMayCutBeforeOrAfterAPiece() throws Exception {
    for (TcpProxy.Way way : TcpProxy.Way.values()) {
      proxy.tap(
          (link, at, piece) -> {
            if (at == way && piece.equals("commit")) {
              link.cut();
              return false;
            }
            return true;
          });
      try (Socket one = connect()) {
        assertThat(say(one, "begin")).isEqualTo("begin");
        one.getOutputStream().write("commit".getBytes(StandardCharsets.UTF_8));
        assertThat(one.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  private static boolean silent(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException nothing) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static String say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    byte[] answer = socket.getInputStream().readNBytes(text.length());
    return new String(answer, StandardCharsets.UTF_8);
  }
}
