package dev.everfill.processor.operator;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.state.OrderedStore;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes a field's operators once over an empty store, without a topic: some calls are refused only
 * when they are compiled, and that must come up before anything is created. Stateless.
 */
public final class Trial {
  private static final int PARTITIONS = 1;

  private Trial() {}

  /**
   * Makes every operator of one partition and throws it away.
   *
   * @throws IllegalArgumentException naming what cannot be computed
   */
  public static void run(TopicNames names, FieldDefinition field) {
    for (SiteDefinition site : FieldSites.of(names, field)) {
      Map<String, Outlet> outlets = new HashMap<>();
      site.outputs().forEach(topic -> outlets.put(topic, (partition, key, value, cause) -> {}));
      site.factory().make(new Site(new Nothing(), 0, PARTITIONS), outlets);
    }
  }

  /** Holds nothing and keeps nothing: operators that are made only read. */
  private static final class Nothing implements OrderedStore {
    @Override
    public byte[] get(byte[] key) {
      return null;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      throw new UnsupportedOperationException("an operator that is being made writes nothing");
    }

    @Override
    public void delete(byte[] key) {
      throw new UnsupportedOperationException("an operator that is being made writes nothing");
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {}
  }
}
