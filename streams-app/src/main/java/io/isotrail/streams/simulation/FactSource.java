package io.isotrail.streams.simulation;

import io.isotrail.avro.Fact;

/** All facts that there are, partition by partition, up to where each ended when it was opened. */
public interface FactSource extends AutoCloseable {

  /** How many partitions there are. */
  int partitions();

  /** Hands over the facts of one partition. */
  void read(int partition, Visitor visitor);

  @Override
  void close();

  /** Takes facts. What it throws ends the reading. */
  interface Visitor {

    void take(String key, Fact fact);

    /** Called again and again while more is waited for. */
    void waiting();
  }
}
