package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.avro.DeadLetter;
import io.isotrail.streams.deadletters.DeadLetterReader;
import java.util.Base64;

/** A dead letter as the API answers it. Its sample is untrusted bytes, so it stays base64. */
public final class DeadLetterJson {

  private DeadLetterJson() {}

  public static ObjectNode of(DeadLetterReader.Letter read) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    DeadLetter letter = read.letter();
    Times.put(item, "at", letter.getAt());
    item.put("reason", letter.getReason());
    item.put("message", letter.getMessage());
    item.put("source", letter.getSource());
    item.put("bucket", letter.getBucket());
    item.put("key", letter.getKey());
    item.put("recordIndex", letter.getRecordIndex() < 0 ? null : letter.getRecordIndex());
    item.put("byteOffset", letter.getByteOffset() < 0 ? null : letter.getByteOffset());
    item.put("sha256", letter.getSha256());
    byte[] sample = new byte[letter.getSample().remaining()];
    letter.getSample().duplicate().get(sample);
    item.put("sampleBase64", Base64.getEncoder().encodeToString(sample));
    item.put("sampleBytes", read.sampleBytes());
    read.redriven()
        .ifPresentOrElse(
            mark -> {
              ObjectNode redriven = item.putObject("redriven");
              Times.put(redriven, "at", mark.at());
              redriven.put("outcome", mark.outcome());
            },
            () -> item.putNull("redriven"));
    item.put("partition", read.partition());
    item.put("offset", read.offset());
    return item;
  }
}
