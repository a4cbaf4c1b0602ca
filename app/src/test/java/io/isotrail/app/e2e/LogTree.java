package io.isotrail.app.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** CloudTrail files of one account and region, written by hand. */
record LogTree(Path root) {

  static final String ACCOUNT = "123456789012";
  static final String REGION = "eu-central-1";

  /** Writes bytes as they are. */
  Path raw(String name, byte[] bytes) throws IOException {
    Path folder =
        Files.createDirectories(
            root.resolve("AWSLogs/" + ACCOUNT + "/CloudTrail/" + REGION + "/2026/03/01"));
    return Files.write(folder.resolve(ACCOUNT + "_CloudTrail_" + REGION + "_" + name), bytes);
  }

  /** Writes a gzip file. */
  Path gzip(String name, String json) throws IOException {
    return raw(name + ".json.gz", deflated(json));
  }

  /** Writes a gzip file with these records. */
  Path records(String name, String... records) throws IOException {
    return gzip(name, "{\"Records\":[" + String.join(",", records) + "]}");
  }

  static byte[] deflated(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** The creation of a model that is not isolated. */
  static String create(String model, String at) {
    return event(
        "CreateModel",
        at,
        """
        {"modelName":"%s","enableNetworkIsolation":false,
         "tags":[{"key":"environment","value":"prod"},{"key":"team","value":"risk"}]}
        """
            .formatted(model));
  }

  static String delete(String model, String at) {
    return event("DeleteModel", at, "{\"modelName\":\"" + model + "\"}");
  }

  private static String event(String name, String at, String request) {
    return """
        {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROA:deploy",
         "arn":"arn:aws:sts::%1$s:assumed-role/deploy/ci","accountId":"%1$s"},
         "eventTime":"%2$s","eventSource":"sagemaker.amazonaws.com","eventName":"%3$s",
         "awsRegion":"%4$s","sourceIPAddress":"192.0.2.1","userAgent":"ci",
         "requestParameters":%5$s,"responseElements":null,
         "requestID":"%6$s","eventID":"%6$s","readOnly":false,"eventType":"AwsApiCall",
         "managementEvent":true,"recipientAccountId":"%1$s","eventCategory":"Management"}
        """
        .formatted(
            ACCOUNT,
            at,
            name,
            REGION,
            request,
            UUID.nameUUIDFromBytes((name + at + request).getBytes(StandardCharsets.UTF_8)));
  }
}
