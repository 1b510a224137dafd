package dev.everfill.embedded.testing;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds wrong with a page, of what is serious or worse. Stateless. */
public final class Accessibility {
  private static final String VIOLATIONS =
      """
      async () => (await axe.run()).violations
          .filter(({impact}) => impact === 'serious' || impact === 'critical')
          .map(({id, nodes}) => id + ': ' + nodes.map(({target}) => target.join(' ')).join(', '))
      """;

  private Accessibility() {}

  /** One for each rule that is broken, with where. */
  public static List<?> violations(Page page) {
    if (!(boolean) page.evaluate("'axe' in window")) {
      page.evaluate(axe());
    }
    return (List<?>) page.evaluate(VIOLATIONS);
  }

  private static String axe() {
    try (InputStream in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
