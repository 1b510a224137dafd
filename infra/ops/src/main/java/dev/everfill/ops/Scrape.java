package dev.everfill.ops;

/** What Prometheus reads. */
@FunctionalInterface
public interface Scrape {
  /** Nothing is measured. */
  Scrape NONE = () -> "";

  /**
   * All metrics of this process in Prometheus's text format, version 0.0.4. Answers from memory, at
   * once, from any thread.
   */
  String scrape();
}
