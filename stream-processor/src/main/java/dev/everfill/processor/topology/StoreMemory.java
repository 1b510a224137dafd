package dev.everfill.processor.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Bounds what each store takes outside the heap, since there is one per field, site and partition:
 * a third of the default, which was no faster. Made by Kafka Streams, once per store.
 */
public final class StoreMemory implements RocksDBConfigSetter {
  private static final long CACHE_BYTES = 16L << 20;
  private static final int MEMTABLES = 2;

  private Cache cache;

  @Override
  public void setConfig(String store, Options options, Map<String, Object> settings) {
    cache = new LRUCache(CACHE_BYTES);
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    options.setTableFormatConfig(table);
    options.setMaxWriteBufferNumber(MEMTABLES);
  }

  @Override
  public void close(String store, Options options) {
    cache.close();
  }
}
