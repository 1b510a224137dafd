package dev.everfill.ops.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and its port, as in the header Host.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param port −1 if none is given
 */
record Authority(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,253})(?::(\\d{1,5}))?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*\\]|\\d{1,3}(\\.\\d{1,3}){3}");

  /** Nothing if the text is none. */
  static Optional<Authority> parse(String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2));
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    return Optional.of(new Authority(host, port)).filter(one -> one.port <= 65_535);
  }

  /** Whether the host is an address: no other site can make a browser send it to us. */
  boolean address() {
    return ADDRESS.matcher(host).matches();
  }

  /** The port, or that of the scheme http. */
  int effectivePort() {
    return port < 0 ? 80 : port;
  }
}
