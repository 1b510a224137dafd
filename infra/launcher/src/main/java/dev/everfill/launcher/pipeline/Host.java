package dev.everfill.launcher.pipeline;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** What this machine calls itself, for people who look for a process. */
public final class Host {
  private Host() {}

  /**
   * The name, as the environment says it or else the system; never empty.
   *
   * @param environment of this process
   */
  public static String name(Map<String, String> environment) {
    String stated = environment.getOrDefault("HOSTNAME", environment.get("COMPUTERNAME"));
    if (stated != null && !stated.isBlank()) {
      return stated;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
