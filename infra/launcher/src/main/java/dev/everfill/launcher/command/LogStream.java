package dev.everfill.launcher.command;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/** What is printed for people, as events of a log: one for each thing that is said. */
final class LogStream extends OutputStream {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Logger log;

  private LogStream(Logger log) {
    this.log = log;
  }

  static PrintStream to(Logger log) {
    return new PrintStream(new LogStream(log), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int one) {
    said.write(one);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    said.write(bytes, from, length);
  }

  /** A message is complete: whoever prints lines flushes after each. */
  @Override
  public synchronized void flush() {
    String message = said.toString(StandardCharsets.UTF_8).strip();
    said.reset();
    if (!message.isEmpty()) {
      log.info(message);
    }
  }
}
