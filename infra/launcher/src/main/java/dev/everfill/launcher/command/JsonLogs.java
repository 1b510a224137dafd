package dev.everfill.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.everfill.launcher.progress.Terminal;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.LoggerFactory;

/**
 * Logs as JSON on stderr, one object a line: {@code timestamp, level, logger, thread, message}, if
 * there was one {@code exception}, and where it is known {@code stage, field, partition}.
 */
final class JsonLogs {
  private static final String MESSAGES = "dev.everfill.messages";
  private static final String LEFT_OUT = "[ignore]";

  private JsonLogs() {}

  /**
   * Everything that is logged from now on, what people would be told, and what ends a thread.
   *
   * @return prints data as before; says and draws nothing, but logs it
   */
  static Terminal instead(Terminal terminal) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return terminal;
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender(context));
    Logger messages = context.getLogger(MESSAGES);
    messages.setLevel(Level.INFO);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> messages.error("{} has ended", thread.getName(), thrown));
    return new Terminal(terminal.out(), LogStream.to(messages), false, false);
  }

  private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context) {
    RetriedAppends filter = new RetriedAppends();
    filter.setContext(context);
    filter.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.addFilter(filter);
    appender.setEncoder(encoder(context));
    appender.start();
    return appender;
  }

  private static LogstashEncoder encoder(LoggerContext context) {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("timestamp");
    names.setLogger("logger");
    names.setThread("thread");
    names.setStackTrace("exception");
    names.setVersion(LEFT_OUT);
    names.setLevelValue(LEFT_OUT);
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.setFieldNames(names);
    encoder.setTimeZone("UTC");
    encoder.start();
    return encoder;
  }
}
