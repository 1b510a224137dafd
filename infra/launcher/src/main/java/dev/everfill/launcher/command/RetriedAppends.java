package dev.everfill.launcher.command;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Leaves out one message of the embedded broker: that a producer's batch came before the one it
 * follows, which happens when several are in flight to a new partition. The producer sends both
 * again in order; if it cannot, it fails, and that comes through the stage.
 */
public final class RetriedAppends extends Filter<ILoggingEvent> {
  private static final String BROKER = "kafka.server.ReplicaManager";
  private static final String EXPECTED =
      "org.apache.kafka.common.errors.OutOfOrderSequenceException";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLoggerName().equals(BROKER)
            && event.getThrowableProxy() != null
            && event.getThrowableProxy().getClassName().equals(EXPECTED)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
