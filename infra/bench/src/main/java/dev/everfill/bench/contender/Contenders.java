package dev.everfill.bench.contender;

import java.util.List;

/** Who there is. Stateless. */
public final class Contenders {
  private Contenders() {}

  /** All, in the order in which they are measured. */
  public static List<Contender> all() {
    return List.of(Batches.oneUpdate(), Batches.loop(), Batches.trigger(), new Everfill());
  }

  /** Their names. */
  public static List<String> names() {
    return all().stream().map(Contender::name).toList();
  }
}
