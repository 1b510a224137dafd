package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sends bytes as they are, so that nothing repairs a bad request on its way. */
final class Wire {
  private Wire() {}

  /**
   * @param status −1 if the connection was closed without an answer
   * @param headers names in lower case
   * @param all every byte that came
   */
  record Answer(int status, Map<String, String> headers, String body, String all) {
    static Answer of(String all) {
      int end = all.indexOf("\r\n\r\n");
      if (!all.startsWith("HTTP/1.1 ") || end < 0) {
        return new Answer(-1, Map.of(), "", all);
      }
      List<String> lines = List.of(all.substring(0, end).split("\r\n"));
      Map<String, String> headers = new TreeMap<>();
      for (String line : lines.subList(1, lines.size())) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
            line.substring(colon + 1).strip());
      }
      int status = Integer.parseInt(lines.get(0).substring(9, 12));
      return new Answer(status, headers, all.substring(end + 4), all);
    }
  }

  /** A request of one line, headers and a body. */
  static String request(String line, String body, String... headers) {
    String all =
        List.of(headers).stream().map(header -> header + "\r\n").collect(Collectors.joining());
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    return line + " HTTP/1.1\r\n" + all + length + "Connection: close\r\n\r\n" + body;
  }

  static Answer send(InetSocketAddress to, String bytes) throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        drain(socket.getInputStream(), in);
      } catch (java.net.SocketException refused) {
        // Closed before everything was sent: what came until then is the answer.
      }
    }
    return Answer.of(in.toString(StandardCharsets.UTF_8));
  }

  private static void drain(InputStream from, ByteArrayOutputStream to) throws IOException {
    byte[] chunk = new byte[8192];
    for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
      to.write(chunk, 0, read);
    }
  }

  /** Asserts that the answer is this problem, completely told. */
  static void problem(Wire.Answer answer, int status, String reason) throws IOException {
    assertThat(answer.status()).as(answer.all()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    JsonNode json = RunningServer.json(answer);
    assertThat(json.path("status").asInt()).isEqualTo(status);
    assertThat(json.path("reason").asText()).isEqualTo(reason);
    assertThat(json.path("type").asText()).endsWith("/" + reason);
    assertThat(json.path("title").asText()).isNotBlank();
    assertThat(json.path("detail").asText()).isNotBlank();
  }
}
