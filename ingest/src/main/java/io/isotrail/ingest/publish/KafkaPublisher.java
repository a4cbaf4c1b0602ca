package io.isotrail.ingest.publish;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.Topics;
import java.util.Optional;

/** Publishes to the topics of facts and of dead letters. */
public final class KafkaPublisher implements Publisher {

  private final KafkaWriter writer;
  private volatile Optional<String> trouble = Optional.empty();

  public KafkaPublisher(KafkaWriter writer) {
    this.writer = writer;
  }

  /** The key of a fact's resource; its name is empty for a rejection that shows none. */
  static ResourceKey keyOf(Fact fact) {
    ResourceKind kind =
        ResourceKind.ofSegment(fact.getKind())
            .orElseThrow(() -> new IllegalArgumentException("no kind: " + fact.getKind()));
    return new ResourceKey(
        fact.getPartition(), fact.getResourceAccount(), fact.getRegion(), kind, fact.getName());
  }

  @Override
  public Batch begin() {
    Acknowledgements acknowledgements = new Acknowledgements();
    return new Batch() {
      @Override
      public void fact(Fact fact) {
        ResourceKey key = keyOf(fact);
        noting(
            () -> {
              int partition = Locality.partitionOf(key.locality(), writer.partitions(Topics.FACTS));
              writer.send(Topics.FACTS, partition, key.toString(), fact, acknowledgements);
            });
      }

      @Override
      public void deadLetter(DeadLetter letter) {
        String key =
            letter.getBucket().isEmpty()
                ? letter.getKey()
                : "s3://" + letter.getBucket() + "/" + letter.getKey();
        noting(() -> writer.send(Topics.DEAD_LETTERS, null, key, letter, acknowledgements));
      }

      @Override
      public void status(String key, Progress status) {
        noting(() -> writer.send(Topics.STATUS, null, key, status, acknowledgements));
      }

      @Override
      public void await() throws InterruptedException {
        try {
          acknowledgements.await();
          trouble = Optional.empty();
        } catch (PublishException e) {
          trouble = Optional.of(e.explanation());
          throw e;
        }
      }
    };
  }

  private void noting(Runnable send) {
    try {
      send.run();
    } catch (PublishException e) {
      trouble = Optional.of(e.explanation());
      throw e;
    }
  }

  @Override
  public Optional<String> check() {
    return trouble;
  }

  @Override
  public void close() {}
}
