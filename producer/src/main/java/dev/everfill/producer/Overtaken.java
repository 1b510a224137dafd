package dev.everfill.producer;

/** The fence is closed: this capture belongs to a time of the pipeline that is over. */
final class Overtaken extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  Overtaken() {
    super("the tables are being read again by a process that was asked for it");
  }
}
