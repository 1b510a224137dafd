package dev.everfill.launcher.pipeline;

/**
 * A place where a test lets the process die at once, as {@code kill -9} does, named by the system
 * property {@code everfill.failpoint.resync}. Pure.
 *
 * @param place where; empty for nowhere
 */
record Failpoint(String place) {
  static final int CODE = 137;

  static Failpoint configured() {
    return new Failpoint(System.getProperty("everfill.failpoint.resync", ""));
  }

  void reached(String here) {
    if (here.equals(place)) {
      Runtime.getRuntime().halt(CODE);
    }
  }
}
