package io.isotrail.bench;

import com.amazonaws.services.cloudtrail.processinglibrary.model.CloudTrailEventData;
import com.amazonaws.services.cloudtrail.processinglibrary.model.CloudTrailLog;
import com.amazonaws.services.cloudtrail.processinglibrary.serializer.DefaultEventSerializer;
import com.amazonaws.services.cloudtrail.processinglibrary.serializer.EventSerializer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.ingest.read.Fault;
import io.isotrail.ingest.read.RawRecord;
import io.isotrail.ingest.read.RecordSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one would write with Jackson alone, or with what AWS made of it: eight fields of each record
 * of SageMaker.
 */
final class JacksonReaders {

  private static final List<String> FIELDS =
      List.of(
          "eventSource",
          "eventName",
          "eventTime",
          "awsRegion",
          "recipientAccountId",
          "eventID",
          "errorCode",
          "requestParameters");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory FACTORY = MAPPER.getFactory();
  private static final int BUFFER = 64 * 1024;

  private JacksonReaders() {}

  /** Takes the eight fields of what a reader finds, token by token. */
  static final class Fields implements RecordSink {

    private final Taken taken = new Taken();
    private long characters;

    @Override
    public void record(RawRecord record) {
      try (JsonParser parser =
          FACTORY.createParser(record.buffer(), record.from(), record.length())) {
        parser.nextToken();
        taken.from(parser);
        characters += taken.characters;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unusable(Fault fault) {
      throw new IllegalStateException(fault.message());
    }

    long characters() {
      return characters;
    }
  }

  /** The eight fields of one record. */
  private static final class Taken {
    boolean ours;
    long characters;

    /** Takes them from a parser that stands at the record's opening brace. */
    void from(JsonParser parser) throws IOException {
      ours = false;
      characters = 0;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (FIELDS.contains(name)) {
          if (value == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            characters += text.length();
            ours |= name.equals("eventSource") && text.equals("sagemaker.amazonaws.com");
          } else {
            characters++;
            parser.skipChildren();
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private static long length(JsonNode record) {
    long characters = 0;
    for (String field : FIELDS) {
      JsonNode value = record.get(field);
      characters += value == null ? 0 : value.isValueNode() ? value.asText().length() : 1;
    }
    return characters;
  }

  private static JsonParser open(byte[] gzip) throws IOException {
    InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER);
    JsonParser parser = FACTORY.createParser(in);
    while (parser.nextToken() != JsonToken.START_ARRAY) {
      if (parser.currentToken() == null) {
        throw new IOException("no records");
      }
    }
    return parser;
  }

  /** A tree of every record, as connectors do it. */
  static long tree(byte[] gzip, long inflatedBytes) throws IOException {
    long wanted = 0;
    long characters = 0;
    try (JsonParser parser = open(gzip)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        JsonNode record = MAPPER.readTree(parser);
        if (record.path("eventSource").asText().equals("sagemaker.amazonaws.com")) {
          wanted++;
          characters += length(record);
        }
      }
    }
    return characters >= 0 ? wanted : -1;
  }

  /** Token by token, taking nothing but the wanted fields. */
  static long streaming(byte[] gzip, long inflatedBytes) throws IOException {
    long wanted = 0;
    long characters = 0;
    Taken taken = new Taken();
    try (JsonParser parser = open(gzip)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        taken.from(parser);
        if (taken.ours) {
          wanted++;
          characters += taken.characters;
        }
      }
    }
    return characters >= 0 ? wanted : -1;
  }

  /** AWS's CloudTrail Processing Library, without its filters and callbacks. */
  static long processingLibrary(byte[] gzip, long inflatedBytes) throws IOException {
    InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER);
    long wanted = 0;
    long characters = 0;
    try (EventSerializer events =
        new DefaultEventSerializer(
            new CloudTrailLog("bucket", "a.json.gz"), FACTORY.createParser(in))) {
      while (events.hasNextEvent()) {
        CloudTrailEventData event = events.getNextEvent().getEventData();
        if (event.getEventSource().equals("sagemaker.amazonaws.com")) {
          wanted++;
          characters +=
              length(event.getEventSource())
                  + length(event.getEventName())
                  + length(event.getEventTime())
                  + length(event.getAwsRegion())
                  + length(event.getRecipientAccountId())
                  + length(event.getEventId())
                  + length(event.getErrorCode())
                  + length(event.getRequestParameters());
        }
      }
    }
    return characters >= 0 ? wanted : -1;
  }

  private static long length(@Nullable Object field) {
    return field == null ? 0 : field.toString().length();
  }
}
