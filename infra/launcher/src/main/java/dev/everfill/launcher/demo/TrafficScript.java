package dev.everfill.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an application does, in kinds with weights. Immutable. */
public record TrafficScript(List<Kind> kinds) {
  private static final Pattern HEAD = Pattern.compile("^-- (.+): (\\d+)$", Pattern.MULTILINE);
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):(random|number)\\b");

  public TrafficScript {
    kinds = List.copyOf(kinds);
  }

  /**
   * One kind of statement.
   *
   * @param weight of all weights' sum, how often
   * @param sql with a question mark for each parameter
   * @param parameters {@code random} or {@code number}, in order
   */
  public record Kind(String name, int weight, String sql, List<String> parameters) {
    public Kind {
      parameters = List.copyOf(parameters);
    }
  }

  /** Reads statements, each below {@code -- name: weight}, with :random and :number in them. */
  public static TrafficScript parse(String text) {
    List<Kind> kinds = new ArrayList<>();
    Matcher head = HEAD.matcher(text);
    boolean more = head.find();
    while (more) {
      String name = head.group(1);
      int weight = Integer.parseInt(head.group(2));
      int from = head.end();
      more = head.find();
      kinds.add(kind(name, weight, text.substring(from, more ? head.start() : text.length())));
    }
    return new TrafficScript(kinds);
  }

  private static Kind kind(String name, int weight, String body) {
    String sql = body.strip();
    if (!sql.endsWith(";") || sql.contains("?")) {
      throw new IllegalArgumentException(
          "the traffic \"" + name + "\" must end with ; and hold no question mark");
    }
    List<String> parameters = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(sql);
    while (matcher.find()) {
      parameters.add(matcher.group(1));
    }
    String prepared =
        PARAMETER.matcher(sql.substring(0, sql.length() - 1)).replaceAll("CAST(? AS bigint)");
    return new Kind(name, weight, prepared, parameters);
  }

  /** The next kind by the weights. */
  public Kind choose(Random random) {
    int at = random.nextInt(kinds.stream().mapToInt(Kind::weight).sum());
    for (Kind kind : kinds) {
      at -= kind.weight();
      if (at < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }
}
