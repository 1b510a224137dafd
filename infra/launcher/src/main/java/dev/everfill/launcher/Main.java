package dev.everfill.launcher;

import dev.everfill.launcher.command.Everfill;
import dev.everfill.launcher.progress.Terminal;

/** Where the process begins and ends. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess(System.getenv());
    System.exit(Everfill.execute(terminal, System.getenv(), args));
  }
}
