package io.isotrail.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Log files of about five kilobytes as stored, with one creation of a model in each. */
final class SmallLogs {

  static final int BYTES = 5 * 1024;
  static final String ACCOUNT = "111122223333";
  static final String REGION = "eu-central-1";

  private SmallLogs() {}

  static List<byte[]> make(int count) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    List<byte[]> logs = new ArrayList<>();
    int others = 0;
    for (int i = 0; i < count; i++) {
      List<String> records = new ArrayList<>();
      records.add(
          record(
              "sagemaker.amazonaws.com",
              "CreateModel",
              "{\"modelName\":\"model-" + i + "\",\"enableNetworkIsolation\":true}",
              "log-" + i));
      // The first finds out how many records it takes; the others take as many.
      for (int other = 0; other < others; other++) {
        records.add(other(random));
      }
      byte[] log = gzip(records);
      for (; others == 0 && log.length < BYTES; log = gzip(records)) {
        records.add(other(random));
      }
      others = records.size() - 1;
      logs.add(log);
    }
    return logs;
  }

  private static String other(SplittableRandom random) {
    return record(
        "s3.amazonaws.com",
        "GetObject",
        "{\"bucketName\":\"data\",\"key\":\"" + hex(random, 12) + "\"}",
        hex(random, 16));
  }

  private static String hex(SplittableRandom random, int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  private static String record(String source, String name, String request, String eventId) {
    return """
        {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:session",\
        "arn":"arn:aws:sts::%1$s:assumed-role/deployer/session","accountId":"%1$s"},\
        "eventTime":"2026-03-01T10:00:00Z","eventSource":"%2$s","eventName":"%3$s",\
        "awsRegion":"%4$s","sourceIPAddress":"192.0.2.7","userAgent":"aws-sdk-java/2.40",\
        "requestParameters":%5$s,"responseElements":null,"eventID":"%6$s","readOnly":false,\
        "eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"%1$s",\
        "eventCategory":"Management"}"""
        .formatted(ACCOUNT, source, name, REGION, request, eventId);
  }

  private static byte[] gzip(List<String> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(("{\"Records\":[" + String.join(",", records) + "]}").getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
