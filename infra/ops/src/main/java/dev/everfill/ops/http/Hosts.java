package dev.everfill.ops.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By which names the server may be called. A page of another site can have its own name resolve to
 * this machine and then counts as same-origin to a browser, but the header Host tells. Pure.
 */
final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> own;
  private final boolean everyAddress;
  private final int port;
  private final List<Authority> further;

  /**
   * @param bound where the server listens, resolved, with the real port
   * @param stated as the configuration writes the address
   * @param further other names; without a port, any port will do
   */
  Hosts(InetSocketAddress bound, String stated, List<String> further) {
    InetAddress address = bound.getAddress();
    this.everyAddress = address.isAnyLocalAddress();
    this.port = bound.getPort();
    Stream<String> names = Stream.of(written(address), stated.toLowerCase(Locale.ROOT));
    Stream<String> loopback =
        address.isLoopbackAddress() || everyAddress ? LOOPBACK.stream() : Stream.empty();
    this.own = Set.copyOf(Stream.concat(names, loopback).distinct().toList());
    this.further = further.stream().flatMap(one -> Authority.parse(one).stream()).toList();
  }

  private static String written(InetAddress address) {
    String text = address.getHostAddress().toLowerCase(Locale.ROOT);
    return address instanceof Inet6Address ? "[" + text.replaceFirst("%.*", "") + "]" : text;
  }

  /**
   * @param host the header; null if there is none
   */
  boolean allows(String host) {
    return Authority.parse(host).filter(this::allows).isPresent();
  }

  private boolean allows(Authority asked) {
    if (everyAddress && (asked.address() || own.contains(asked.host()))) {
      return true;
    }
    return (own.contains(asked.host()) && asked.effectivePort() == port)
        || further.stream().anyMatch(one -> same(one, asked));
  }

  private static boolean same(Authority known, Authority asked) {
    return known.host().equals(asked.host()) && (known.port() < 0 || known.port() == asked.port());
  }
}
