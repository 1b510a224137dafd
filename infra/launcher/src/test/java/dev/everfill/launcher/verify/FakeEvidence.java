package dev.everfill.launcher.verify;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A pipeline of which a test says what it has done at each moment. */
final class FakeEvidence implements Evidence {
  private final Map<Integer, Runnable> at = new HashMap<>();
  private Consumer<List<List<String>>> onAgain = keys -> {};
  private int asked;

  /** Does this when it is asked for the {@code nth} time, from 1. */
  void at(int nth, Runnable what) {
    at.put(nth, what);
  }

  void onAgain(Consumer<List<List<String>>> what) {
    onAgain = what;
  }

  int asked() {
    return asked;
  }

  Result verify(TestDatabase database, FieldDefinition field, boolean repair) throws Exception {
    try (Connection connection = database.connect()) {
      return new Verification(connection, field, this, repair, () -> false)
          .run(OptionalInt.empty());
    }
  }

  @Override
  public boolean arrived() {
    at.getOrDefault(++asked, () -> {}).run();
    return true;
  }

  @Override
  public void again(List<List<String>> keys) {
    onAgain.accept(keys);
  }

  @Override
  public List<String> notes() {
    return List.of();
  }
}
