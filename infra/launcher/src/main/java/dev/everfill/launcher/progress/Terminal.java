package dev.everfill.launcher.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where output goes: data to {@code out}, messages and progress to {@code err}.
 *
 * @param interactive a person watches: bars may be drawn
 * @param color ANSI colours may be used
 * @param screen {@code out} is a terminal, and may be drawn over
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean interactive, boolean color, boolean screen) {

  /** Of which {@code out} is no terminal. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive, boolean color) {
    this(out, err, interactive, color, false);
  }

  /** This process's own, as the environment wants it (NO_COLOR, TERM). */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean capable = !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    boolean interactive = capable && isTerminal("everfill.terminal");
    String noColor = environment.getOrDefault("NO_COLOR", "");
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        interactive,
        interactive && noColor.isEmpty(),
        capable && isTerminal("everfill.terminal.out"));
  }

  /** Java only sees whether stdin and stdout both are a terminal; ./everfill looks at each. */
  private static boolean isTerminal(String property) {
    return Boolean.parseBoolean(
        System.getProperty(property, String.valueOf(System.console() != null)));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** A message for people. */
  public void say(String message) {
    err.println(message);
  }

  /** Bold where colours are allowed. */
  public String bold(String text) {
    return color ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
