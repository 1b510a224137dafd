package dev.everfill.launcher.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;

/**
 * A terminal that is drawn over again and again, in place and in one go, so that nothing flickers.
 * Takes the alternate screen: what stood there before comes back at the end. For one thread.
 */
public final class Screen implements AutoCloseable {
  private static final String BEGIN = "\u001b[?1049h\u001b[?25l";
  private static final String END = "\u001b[?25h\u001b[?1049l";
  private static final String TOP = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final Size UNKNOWN = new Size(80, 24);

  private final PrintStream out;
  private final org.jline.terminal.Terminal device;

  /**
   * @param out the terminal that this process was started on
   */
  public Screen(PrintStream out) {
    this.out = out;
    this.device = device();
    device.echo(false);
    write(BEGIN);
  }

  /** How many columns the terminal has that this process was started on; 80 if it does not say. */
  public static int width() {
    try (org.jline.terminal.Terminal device = device()) {
      return size(device).getColumns();
    } catch (IOException unknown) {
      return UNKNOWN.getColumns();
    }
  }

  private static org.jline.terminal.Terminal device() {
    try {
      // Signals stay Java's: they end this process in order.
      return TerminalBuilder.builder()
          .name("everfill")
          .system(true)
          .dumb(true)
          .nativeSignals(false)
          .build();
    } catch (IOException failed) {
      throw new UncheckedIOException("the terminal cannot be used", failed);
    }
  }

  /** How many there are now: people change it. */
  public int columns() {
    return size(device).getColumns();
  }

  private static Size size(org.jline.terminal.Terminal device) {
    Size size = device.getSize();
    return size.getColumns() > 0 && size.getRows() > 0 ? size : UNKNOWN;
  }

  /** Shows these lines and nothing else; what does not fit is cut off. */
  public void draw(List<String> lines) {
    Size size = size(device);
    List<String> shown = new ArrayList<>(lines);
    if (shown.size() > size.getRows()) {
      int more = shown.size() - size.getRows() + 1;
      shown = new ArrayList<>(shown.subList(0, size.getRows() - 1));
      shown.add("… " + more + " lines more; make the window higher");
    }
    List<String> rows = shown.stream().map(line -> row(line, size.getColumns())).toList();
    write(TOP + String.join("\r\n", rows) + REST_OF_SCREEN);
  }

  /** By columns: some characters take two. A full line has no rest, and its end is not to go. */
  private static String row(String line, int columns) {
    AttributedString whole = new AttributedString(line);
    return whole.columnLength() < columns
        ? line + REST_OF_LINE
        : whole.columnSubSequence(0, columns).toString();
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  @Override
  public void close() {
    write(END);
    try {
      // Gives back what was set, echo included.
      device.close();
    } catch (IOException gone) {
      throw new UncheckedIOException("the terminal is gone", gone);
    }
  }
}
