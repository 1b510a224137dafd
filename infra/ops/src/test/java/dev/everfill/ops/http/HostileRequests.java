package dev.everfill.ops.http;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Requests of which none may change anything, from a seed. For one thread. */
final class HostileRequests {
  private static final String[] COMMANDS = {
    "PUT /api/v1/fields/" + Shown.LIVE + "/pause", "PUT /api/v1/fields/" + Shown.LIVE + "/resume",
    "PUT /api/v1/fields/" + Shown.LIVE + "/pace", "POST /api/v1/fields/" + Shown.LIVE + "/verify",
    "POST /api/v1/fields/" + Shown.LIVE + "/resync", "POST /api/v1/quarantine/41/retry"
  };
  private static final String JSON = "Content-Type: application/json";

  private final Random random;
  private final String host;
  private final String authorization;
  private final Map<String, Supplier<String>> kinds = new TreeMap<>();

  HostileRequests(long seed, String host, String token) {
    this.random = new Random(seed);
    this.host = host;
    this.authorization = "Authorization: Bearer " + token;
    kinds.put("no token", () -> send(command(), "", host));
    kinds.put("wrong token", () -> send(command(), "", host, authorization + noise(3)));
    kinds.put("other scheme", () -> send(command(), "", host, "Authorization: Basic " + token));
    kinds.put(
        "other origin", () -> send(command(), "", host, authorization, "Origin: " + origin()));
    kinds.put(
        "other site", () -> send(command(), "", host, authorization, "Sec-Fetch-Site: " + site()));
    kinds.put(
        "other host", () -> send(command(), "", "Host: " + word(8) + ".example", authorization));
    kinds.put("two hosts", () -> send(command(), "", host, "Host: evil.example", authorization));
    kinds.put("get", () -> send("GET " + path(command()), "", host, authorization));
    kinds.put("odd method", () -> send(word(6) + " " + path(command()), "", host, authorization));
    kinds.put("odd path", () -> send(command() + "/" + oddity(), "", host, authorization));
    kinds.put(
        "bad escape",
        () -> send("PUT /api/v1/fields/%" + escape() + "/pause", "", host, authorization));
    kinds.put(
        "climbing",
        () -> send("PUT /assets/..;/%2e%2e/" + command().substring(5), "", host, authorization));
    kinds.put("not json", () -> send(command(), noise(40), host, authorization, JSON));
    kinds.put(
        "cut json",
        () ->
            send(
                command(),
                "{\"rowsPerSecond\":" + "[".repeat(pick(900) + 1),
                host,
                authorization,
                JSON));
    kinds.put(
        "wrong type",
        () ->
            send(command(), "{}", host, authorization, "Content-Type: " + word(4) + "/" + word(4)));
    kinds.put(
        "wrong value",
        () -> send(COMMANDS[2], "{\"maxHold\":" + -pick(9999) + "}", host, authorization, JSON));
    kinds.put("deep", () -> send(command(), "[".repeat(30_000), host, authorization, JSON));
    kinds.put(
        "too large",
        () -> send(command(), "{\"x\":\"" + "y".repeat(70_000) + "\"}", host, authorization, JSON));
    kinds.put(
        "long header",
        () -> send(command(), "", host, authorization, "X: " + "z".repeat(9_000 + pick(30_000))));
    kinds.put(
        "many headers",
        () -> send(command(), "", host, authorization, "X: y\r\n".repeat(3_000) + "X: y"));
    kinds.put(
        "long path",
        () -> send("PUT /" + "p".repeat(9_000 + pick(30_000)), "", host, authorization));
    kinds.put("cut off", () -> cut(send(command(), "{}", host, authorization, JSON)));
    kinds.put("cut body", () -> cutBody());
    kinds.put("bad chunks", () -> chunks());
    kinds.put(
        "two lengths", () -> send(command(), "{}", host, authorization, JSON, "Content-Length: 1"));
    kinds.put(
        "smuggled",
        () -> send(command(), "{}", host, authorization, JSON, "Transfer-Encoding: chunked"));
    kinds.put(
        "bad version",
        () -> command() + " HTTP/" + pick(9) + "." + (2 + pick(7)) + "\r\n" + host + "\r\n\r\n");
    kinds.put(
        "websocket",
        () ->
            send(
                "GET /api/v1/" + word(5),
                "",
                host,
                authorization,
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13"));
    kinds.put(
        "upgrade",
        () ->
            "GET /api/v1/events HTTP/1.1\r\n"
                + host
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    kinds.put("no host", () -> command() + " HTTP/1.0\r\n" + authorization + "\r\n\r\n");
    kinds.put(
        "other target",
        () -> {
          String command = command();
          String target = " http://evil.example" + path(command);
          return send(command.replaceFirst(" .*", "") + target, "", host, authorization);
        });
    kinds.put("noise", () -> noise(200));
    kinds.put(
        "noise in line", () -> "PUT " + noise(30).replace("\n", "") + "\r\n" + host + "\r\n\r\n");
    kinds.put(
        "noise in header",
        () -> send(command(), "", host, noise(3) + "\u0000: " + noise(9).replace("\n", "")));
  }

  Map<String, Supplier<String>> kinds() {
    return kinds;
  }

  private String command() {
    return COMMANDS[random.nextInt(COMMANDS.length)];
  }

  private static String path(String command) {
    return command.substring(command.indexOf(' ') + 1);
  }

  private int pick(int bound) {
    return random.nextInt(bound);
  }

  private String origin() {
    return new String[] {
          "null", "http://evil.example", "http://localhost:" + (1 + pick(999)), "file://"
        }
        [pick(4)];
  }

  private String site() {
    return random.nextBoolean() ? "cross-site" : "same-site";
  }

  private String word(int length) {
    return random
        .ints(length, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String oddity() {
    return word(1 + pick(20)) + (random.nextBoolean() ? "/%2F%2e%2e" : "?a=%zz&=&&a=b;");
  }

  private String escape() {
    return new String[] {"", "z", "zz", "u0041", "c0%80", "ff%fe", "00", "ED%A0%80"}[pick(8)];
  }

  private String noise(int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 1, 256).forEach(c -> text.append((char) (c == '{' ? '[' : c)));
    return text.toString();
  }

  private String cut(String request) {
    return request.substring(0, 1 + pick(request.length() - 3));
  }

  private String cutBody() {
    return command()
        + " HTTP/1.1\r\n"
        + host
        + "\r\n"
        + authorization
        + "\r\n"
        + JSON
        + "\r\nContent-Length: "
        + (3 + pick(60_000))
        + "\r\n\r\n{}";
  }

  private String chunks() {
    return command()
        + " HTTP/1.1\r\n"
        + host
        + "\r\n"
        + authorization
        + "\r\n"
        + JSON
        + "\r\nTransfer-Encoding: chunked\r\n\r\n"
        + noise(1 + pick(20))
        + "zz\r\n";
  }

  private static String send(String line, String body, String... headers) {
    return Wire.request(line, body, headers);
  }
}
