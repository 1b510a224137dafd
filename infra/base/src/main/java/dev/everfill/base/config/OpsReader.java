package dev.everfill.base.config;

import dev.everfill.base.config.PipelineConfig.Ops;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code ops}: where the operations server listens, and who may ask. */
final class OpsReader {
  private static final InetSocketAddress DEFAULT =
      InetSocketAddress.createUnresolved("127.0.0.1", 8080);
  private static final String HOST = "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)";
  private static final Pattern BIND = Pattern.compile(HOST + ":(\\d{1,5})");
  private static final Pattern NAME = Pattern.compile(HOST + "(:\\d{1,5})?");

  /** What may stand in a header. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private static final int HIGHEST_PORT = 65_535;

  private OpsReader() {}

  static Ops read(Section section) {
    boolean stated = section.has("bind");
    InetSocketAddress bind = stated ? bind(section) : DEFAULT;
    boolean secured = section.has("token");
    String token = token(section);
    List<String> hosts = section.texts("hosts");
    for (String host : hosts) {
      if (!NAME.matcher(host).matches()) {
        section.refuse(
            "hosts",
            "holds \"" + host + "\", which is no name of a host",
            "write names as browsers show them: everfill.example.org, or with a port name:8443");
      }
    }
    section.done();
    Ops ops = new Ops(bind, token, hosts, stated);
    if (!ops.loopback() && !secured) {
      section.refuse(
          "bind",
          "\""
              + ops.bind().getHostString()
              + "\" can be reached by other machines, and ops.token is not set",
          "add token: ${env:EVERFILL_TOKEN}, or bind to 127.0.0.1");
    }
    return ops;
  }

  private static InetSocketAddress bind(Section section) {
    String text = section.text("bind");
    if (text == null) {
      return DEFAULT;
    }
    Matcher matcher = BIND.matcher(text.strip());
    if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= HIGHEST_PORT) {
      String host = matcher.group(1).replaceAll("[\\[\\]]", "");
      return InetSocketAddress.createUnresolved(host, Integer.parseInt(matcher.group(2)));
    }
    section.refuse(
        "bind",
        "must be an address and a port but is \"" + text + "\"",
        "write bind: 127.0.0.1:8080, '[::1]:8080', or 0.0.0.0:8080 for every address");
    return DEFAULT;
  }

  /** The problem does not show it. */
  private static String token(Section section) {
    String token = section.text("token");
    if (token != null && !TOKEN.matcher(token).matches()) {
      section.refuse(
          "token",
          "is empty or holds characters that no header can carry",
          "use letters, digits and signs: openssl rand -hex 32 makes one");
    }
    return token;
  }
}
