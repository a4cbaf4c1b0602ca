package io.isotrail.schemas.serde;

import io.isotrail.avro.Created;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import java.util.List;
import java.util.Map;

/** Records to write and read. */
public final class Samples {

  private Samples() {}

  /** A model that somebody created without isolation. */
  public static Fact fact(String name) {
    return Fact.newBuilder()
        .setAccount("123456789012")
        .setEventId("7d1f9a52-1c52-4b3e-9d0e-6a1b7c3a9f10")
        .setAt(1_700_000_000L)
        .setOperation("CreateModel")
        .setPartition("aws")
        .setRegion("eu-central-1")
        .setResourceAccount("123456789012")
        .setKind("model")
        .setName(name)
        .setActor("arn:aws:iam::123456789012:role/deploy")
        .setOrigin(Origin.S3)
        .setContentHash("0".repeat(64))
        .setSource("s3://trail/AWSLogs/x.json.gz")
        .setBody(
            Created.newBuilder()
                .setIsolation(Isolation.NOT_ISOLATED)
                .setTags(Map.of("env", "prod"))
                .setImages(List.of("123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:3"))
                .build())
        .build();
  }
}
