package dev.everfill.launcher.progress;

import dev.everfill.base.component.StageStatus.Progress;
import java.util.Locale;

/**
 * One stage of one field at one moment.
 *
 * @param perSecond rows done per second lately
 * @param etaSeconds until it is done; −1 while unknown
 */
record StageLine(String stage, Progress progress, double perSecond, long etaSeconds) {

  static StageLine of(String stage, Progress progress, Rate rate, long nanos) {
    double perSecond = rate.at(nanos, progress.done());
    boolean known = progress.total() >= 0 && perSecond > 0;
    long left = Math.max(0, progress.total() - progress.done());
    long eta = progress.complete() ? 0 : known ? (long) Math.ceil(left / perSecond) : -1;
    return new StageLine(stage, progress, perSecond, eta);
  }

  /** {@code write 1 200/7 100 rows, 900/s, 7 s left}. */
  String text() {
    if (progress.complete()) {
      return stage + " complete";
    }
    String total = progress.total() < 0 ? "" : "/" + number(progress.total());
    String eta = etaSeconds < 0 ? "" : ", " + etaSeconds + " s left";
    return stage
        + " "
        + number(progress.done())
        + total
        + ", "
        + number(Math.round(perSecond))
        + "/s"
        + eta;
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }
}
