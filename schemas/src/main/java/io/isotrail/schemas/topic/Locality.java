package io.isotrail.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * The one partitioner: what must be joined lives in one partition. A key's locality is its first
 * three segments, {@code partition/account/region}.
 */
public final class Locality {

  private Locality() {}

  /** Kafka's murmur2 of the locality, modulo the number of partitions. */
  public static int partitionOf(String locality, int partitions) {
    return Utils.toPositive(Utils.murmur2(locality.getBytes(UTF_8))) % partitions;
  }
}
