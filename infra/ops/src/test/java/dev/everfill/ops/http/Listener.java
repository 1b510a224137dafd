package dev.everfill.ops.http;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Listens to the stream of events: reads in the background, or nothing at all. */
final class Listener implements AutoCloseable {
  private final Socket socket;
  private final StringBuilder heard = new StringBuilder();

  Listener(RunningServer server, String headers, String query, boolean reads) throws IOException {
    socket = new Socket();
    if (!reads) {
      socket.setReceiveBufferSize(8192);
    }
    socket.connect(server.at);
    String request =
        "GET /api/v1/events" + query + " HTTP/1.1\r\n" + server.host() + "\r\n" + headers + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    if (reads) {
      Thread reader = new Thread(this::read, "test-listener");
      reader.setDaemon(true);
      reader.start();
    }
  }

  private void read() {
    byte[] chunk = new byte[65_536];
    try {
      for (int n = socket.getInputStream().read(chunk); n >= 0; ) {
        hear(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
        n = socket.getInputStream().read(chunk);
      }
    } catch (IOException closed) {
      hear("(closed)");
    }
  }

  private void hear(String text) {
    synchronized (heard) {
      heard.append(text);
    }
  }

  /** Waits for it. */
  void hears(String text) {
    await().atMost(Duration.ofSeconds(10)).until(() -> heard().contains(text));
  }

  String heard() {
    synchronized (heard) {
      return heard.toString();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
