package io.isotrail.app.conservation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import io.isotrail.emulated.EmulatedAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/**
 * What one schedule puts in, and what must therefore come out.
 *
 * @param objects key to content
 * @param messages bodies, some of them twice
 * @param facts eventID to the name of the model that must be in the topic, and no other
 * @param letters {@code key reason} of the dead letters that must be there, and no other
 */
record Cargo(
    Map<String, byte[]> objects,
    List<String> messages,
    Map<String, String> facts,
    TreeSet<String> letters) {

  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-central-1";

  static Cargo load(String name, SplittableRandom random) {
    Cargo cargo = new Cargo(new TreeMap<>(), new ArrayList<>(), new HashMap<>(), new TreeSet<>());
    List<String> keys = new ArrayList<>();
    int objects = random.nextInt(4, 12);
    for (int i = 0; i < objects; i++) {
      keys.add(cargo.object(name, i, random));
    }
    while (!keys.isEmpty()) {
      int together = Math.min(keys.size(), random.nextInt(1, 4));
      List<String> named = List.copyOf(keys.subList(0, together));
      keys.subList(0, together).clear();
      cargo.message(named, random);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      cargo.messages.add(cargo.carried(name + "-bus-" + i));
    }
    cargo.messages.add("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
    if (random.nextInt(3) == 0) {
      cargo.messages.add("{\"what\":\"" + name + "\"}");
      cargo.letters.add("unknown-envelope " + name);
    }
    for (String body : List.copyOf(cargo.messages)) {
      if (random.nextInt(3) == 0) {
        cargo.messages.add(random.nextInt(cargo.messages.size() + 1), body);
      }
    }
    return cargo;
  }

  private String object(String name, int number, SplittableRandom random) {
    String key =
        "%s/a b+c/AWSLogs/%s/CloudTrail/%s/2026/03/01/%s_CloudTrail_%s_20260301T1000Z_%d.json.gz"
            .formatted(name, ACCOUNT, REGION, ACCOUNT, REGION, number);
    switch (random.nextInt(10)) {
      case 0 -> letters.add("not-found " + key);
      case 1 -> {
        objects.put(key, "no gzip".getBytes(UTF_8));
        letters.add("not-gzip " + key);
      }
      default -> {
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
          records.add(fact(name + "-" + number + "-" + i));
          for (int noise = random.nextInt(20); noise > 0; noise--) {
            records.add(record("s3.amazonaws.com", "GetObject", "x", "{}"));
          }
        }
        if (random.nextInt(6) == 0) {
          records.add(
              record("sagemaker.amazonaws.com", "CreateModel", "", "{\"modelName\":\"m\"}"));
          letters.add("missing-event-id " + key);
        }
        objects.put(key, gzip("{\"Records\":[" + String.join(",", records) + "]}"));
      }
    }
    return key;
  }

  private String fact(String eventId) {
    facts.put(eventId, "model-" + eventId);
    return record(
        "sagemaker.amazonaws.com",
        "CreateModel",
        eventId,
        "{\"modelName\":\"model-" + eventId + "\",\"enableNetworkIsolation\":true}");
  }

  private static String record(String source, String name, String eventId, String request) {
    return """
        {"eventVersion":"1.11","eventTime":"2026-03-01T10:00:00Z","eventSource":"%s",\
        "eventName":"%s","awsRegion":"%s","userIdentity":{"arn":"arn:aws:iam::%s:user/u"},\
        "requestParameters":%s,"responseElements":null,"eventID":"%s",\
        "recipientAccountId":"%s"}"""
        .formatted(source, name, REGION, ACCOUNT, request, eventId, ACCOUNT);
  }

  private String carried(String eventId) {
    return "{\"id\":\"%s\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.sagemaker\",\"detail\":%s}"
        .formatted(eventId, fact(eventId));
  }

  private void message(List<String> keys, SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0 -> messages.add(notification(keys));
      case 1 -> messages.add(inTopic(notification(keys)));
      case 2 -> messages.add(inTopic(trailNotification(keys)));
      default ->
          keys.forEach(
              key ->
                  messages.add(
                      "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\"%s\"},\"object\":{\"key\":\"%s\",\"size\":9}}}"
                          .formatted(EmulatedAws.BUCKET, key)));
    }
  }

  private static String notification(List<String> keys) {
    List<String> records =
        keys.stream()
            .map(
                key ->
                    "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"%s\"},\"object\":{\"key\":\"%s\"}}}"
                        .formatted(EmulatedAws.BUCKET, URLEncoder.encode(key, UTF_8)))
            .toList();
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  private static String trailNotification(List<String> keys) {
    List<String> quoted = keys.stream().map(key -> "\"" + key + "\"").toList();
    return "{\"s3Bucket\":\"%s\",\"s3ObjectKey\":[%s]}"
        .formatted(EmulatedAws.BUCKET, String.join(",", quoted));
  }

  private static String inTopic(String message) {
    return "{\"Type\":\"Notification\",\"TopicArn\":\"arn:aws:sns:t\",\"Message\":"
        + TextNode.valueOf(message)
        + "}";
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
