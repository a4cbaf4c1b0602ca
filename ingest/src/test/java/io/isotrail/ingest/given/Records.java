package io.isotrail.ingest.given;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** CloudTrail records as text. */
public final class Records {

  public static final String ACCOUNT = "111122223333";
  public static final String REGION = "eu-central-1";
  public static final String AT = "2026-03-01T10:00:00Z";

  /** {@link #AT} in epoch seconds. */
  public static final long AT_SECONDS = 1_772_359_200L;

  private Records() {}

  /**
   * A successful SageMaker call.
   *
   * @param request the request parameters as JSON
   */
  public static String call(String eventName, String eventId, String request) {
    return call(eventName, eventId, AT, request, "null", "");
  }

  /**
   * A SageMaker call.
   *
   * @param more further fields, each followed by a comma, or nothing
   */
  public static String call(
      String eventName, String eventId, String at, String request, String response, String more) {
    return """
    {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole",\
    "principalId":"AROAAAAAAAAAAAAAAAAAA:deployer",\
    "arn":"arn:aws:sts::%s:assumed-role/ml/deployer","accountId":"%s"},\
    "eventTime":"%s","eventSource":"sagemaker.amazonaws.com","eventName":"%s",\
    "awsRegion":"%s","sourceIPAddress":"192.0.2.7","userAgent":"test",%s\
    "requestParameters":%s,"responseElements":%s,"requestID":"r-%s","eventID":"%s",\
    "readOnly":false,"eventType":"AwsApiCall","managementEvent":true,\
    "recipientAccountId":"%s","eventCategory":"Management"}"""
        .formatted(
            ACCOUNT, ACCOUNT, at, eventName, REGION, more, request, response, eventId, eventId,
            ACCOUNT);
  }

  public static String createModel(String eventId, String name, String at) {
    return call(
        "CreateModel",
        eventId,
        at,
        "{\"modelName\":\"" + name + "\",\"enableNetworkIsolation\":true}",
        "null",
        "");
  }

  /** A record of another service. */
  public static String foreign(int number) {
    return """
    {"eventVersion":"1.09","userIdentity":{"type":"AWSService",\
    "invokedBy":"sagemaker.amazonaws.com"},"eventTime":"2026-03-01T09:%02d:00Z",\
    "eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"%s",\
    "requestParameters":{"bucketName":"b","key":"\\"eventSource\\":\\"sagemaker.amazonaws.com\\""},\
    "resources":[{"eventSource":"sagemaker.amazonaws.com","eventName":"CreateModel"}],\
    "eventID":"f-%d","recipientAccountId":"%s"}"""
        .formatted(number % 60, REGION, number, ACCOUNT);
  }

  public static byte[] file(String... records) {
    return file(List.of(records));
  }

  public static byte[] file(List<String> records) {
    return ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
