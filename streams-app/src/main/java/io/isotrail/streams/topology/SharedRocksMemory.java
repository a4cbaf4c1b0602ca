package io.isotrail.streams.topology;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one budget of write buffers for all stores of the process: with one for each,
 * memory grows with tasks times stores. Public only because Kafka Streams makes it by its name.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {

  /** Key under which the number of bytes is handed over, as a Long. */
  static final String BYTES = "isotrail.internal.rocksdb.bytes";

  private static @Nullable Memory shared;

  private record Memory(Cache cache, WriteBufferManager writeBuffers) {}

  private static synchronized Memory shared(long bytes) {
    if (shared == null) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(bytes, -1, false, 0.1);
      shared = new Memory(cache, new WriteBufferManager(bytes / 2, cache));
    }
    return shared;
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Memory memory = shared((Long) Objects.requireNonNull(configs.get(BYTES), BYTES));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinL0FilterAndIndexBlocksInCache(true);
    table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
    options.setTableFormatConfig(table);
    // Most of what is asked for first, a tally of a new day or an unknown resource, is not there.
    options.setMemtablePrefixBloomSizeRatio(0.01);
    options.setMemtableWholeKeyFiltering(true);
    options.setWriteBufferManager(memory.writeBuffers());
    // The default block of an arena is an eighth of the buffer: dozens of stores that hold next to
    // nothing would use up the whole budget.
    options.setWriteBufferSize(4L << 20);
    options.setArenaBlockSize(64L << 10);
    options.setMaxWriteBufferNumber(2);
    options.setMaxOpenFiles(64);
    options.setStatsDumpPeriodSec(0);
    options.setKeepLogFileNum(2);
    options.setMaxLogFileSize(1L << 20);
  }

  /** Leaves the cache open: the other stores go on using it. */
  @Override
  public void close(String storeName, Options options) {}
}
