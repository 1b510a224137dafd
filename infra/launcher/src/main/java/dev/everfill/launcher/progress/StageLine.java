package dev.everfill.launcher.progress;

import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.launcher.eta.Eta;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One stage of one field at one moment.
 *
 * @param unit what is counted: rows, or records as long as no row has come of them
 * @param done never more than {@code total}, if that is known
 * @param total −1 while unknown
 * @param perSecond done per second lately
 * @param eta until it is done, in seconds; empty while unknown
 */
record StageLine(
    String stage,
    String unit,
    long done,
    long total,
    boolean complete,
    double perSecond,
    OptionalDouble eta) {

  /** A stage that counts rows. */
  static StageLine rows(String stage, Progress progress, double perSecond, OptionalDouble eta) {
    return of(stage, progress.done(), progress.total(), progress.complete(), perSecond, eta);
  }

  /** What is written, by all processes together; {@code total} is null while unknown. */
  static StageLine of(
      String stage, long done, long total, boolean complete, double perSecond, OptionalDouble eta) {
    // Rows that were inserted meanwhile are settled too: there are as many as are done, at least.
    long all = total < 0 ? -1 : Math.max(total, done);
    return new StageLine(stage, "rows", done, all, complete, perSecond, eta);
  }

  /** A stage of which no row has come yet: it works all the same. */
  static StageLine records(String stage, Progress progress, double perSecond) {
    return new StageLine(
        stage, "records", progress.handled(), -1, false, perSecond, OptionalDouble.empty());
  }

  /** {@code write 1 200/7 100, 900/s, 7 s left}. */
  String text() {
    if (complete) {
      return stage + " complete";
    }
    String all = total < 0 ? "" : "/" + number(total);
    String counted = unit.equals("rows") ? "" : " " + unit;
    return stage + " " + number(done) + all + counted + ", " + pace();
  }

  /** {@code 900/s, 7 s left}. */
  String pace() {
    String left = eta.isPresent() ? ", " + number(Eta.shown(eta.getAsDouble())) + " s left" : "";
    return number(Math.round(perSecond)) + "/s" + left;
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }
}
