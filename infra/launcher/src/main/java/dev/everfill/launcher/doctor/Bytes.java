package dev.everfill.launcher.doctor;

import java.util.Locale;

/** Sizes for people. Pure. */
final class Bytes {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  private static final double STEP = 1024;

  private Bytes() {}

  static String text(long bytes) {
    double size = bytes;
    int unit = 0;
    while (Math.abs(size) >= STEP && unit < UNITS.length - 1) {
      size /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }
}
