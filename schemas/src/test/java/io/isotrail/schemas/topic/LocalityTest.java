package io.isotrail.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalityTest {

  /**
   * Computed by another implementation of murmur2 and written down for ever: with another
   * partition, what is in the log would be judged apart.
   */
  @ParameterizedTest
  @CsvSource({
    "aws/123456789012/us-east-1, 5",
    "aws/123456789012/us-west-2, 4",
    "aws/123456789012/eu-central-1, 1",
    "aws/210987654321/us-east-1, 4",
    "aws-cn/123456789012/cn-north-1, 6",
    "aws-us-gov/123456789012/us-gov-west-1, 2",
    "aws/000000000001/ap-southeast-2, 2",
  })
  void thePartitionOfALocalityNeverChanges(String locality, int partition) {
    assertThat(Locality.partitionOf(locality, 12)).isEqualTo(partition);
  }

  @Property
  void itIsKafkasOwnPartitionOfTheLocalityAsKey(
      @ForAll String locality, @ForAll @IntRange(min = 1, max = 1000) int partitions) {
    assertThat(Locality.partitionOf(locality, partitions))
        .isEqualTo(
            BuiltInPartitioner.partitionForKey(
                locality.getBytes(java.nio.charset.StandardCharsets.UTF_8), partitions));
  }
}
