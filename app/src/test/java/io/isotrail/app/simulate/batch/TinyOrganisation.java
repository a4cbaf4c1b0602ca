package io.isotrail.app.simulate.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Log files written by hand: one account, one region, one caller. */
final class TinyOrganisation {

  private static final String ACTOR = "arn:aws:sts::111111111111:assumed-role/ci/deploy";

  private final List<String> records = new ArrayList<>();
  private int numbered;

  /** A successful call; ids count upwards in the order of the calls. */
  TinyOrganisation call(String at, String operation, String request) {
    return call(at, operation, request, "null", "id-%03d".formatted(++numbered));
  }

  TinyOrganisation call(String at, String operation, String request, String response, String id) {
    return add("sagemaker", at, operation, request, response, id, "");
  }

  TinyOrganisation addendum(String at, String operation, String request, String id, String of) {
    return add(
        "sagemaker",
        at,
        operation,
        request,
        "null",
        id,
        ",\"addendum\":{\"reason\":\"UPDATED_DATA\",\"originalEventID\":\"" + of + "\"}");
  }

  TinyOrganisation refused(String at, String code, String message, String request) {
    return add(
        "sagemaker",
        at,
        "CreateModel",
        request,
        "null",
        "id-%03d".formatted(++numbered),
        ",\"errorCode\":\"" + code + "\",\"errorMessage\":\"" + message + "\"");
  }

  TinyOrganisation ofAnotherService(String at) {
    return add("s3", at, "ListBuckets", "null", "null", "id-%03d".formatted(++numbered), "");
  }

  static String denial(String action, String resource) {
    return "User: "
        + ACTOR
        + " is not authorized to perform: "
        + action
        + " on resource: "
        + resource;
  }

  static String arn(String model) {
    return "arn:aws:sagemaker:us-east-1:111111111111:model/" + model;
  }

  static String creation(String name, String flag, String... tags) {
    return "{\"modelName\":\"" + name + "\"" + flag + ",\"tags\":" + tags(tags) + "}";
  }

  static String name(String name) {
    return "{\"modelName\":\"" + name + "\"}";
  }

  static String tag(String arn, String... tags) {
    return "{\"resourceArn\":\"" + arn + "\",\"tags\":" + tags(tags) + "}";
  }

  /** Writes all of it, the second half in a file of its own, the first record in both. */
  void write(Path directory) throws IOException {
    int half = records.size() / 2;
    List<String> second = new ArrayList<>(records.subList(half, records.size()));
    second.add(records.getFirst());
    file(directory.resolve("AWSLogs/b.json.gz"), records.subList(0, half));
    file(directory.resolve("AWSLogs/a.json.gz"), second);
  }

  private static void file(Path path, List<String> records) throws IOException {
    Files.createDirectories(path.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(
          ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String tags(String... tags) {
    List<String> list = new ArrayList<>();
    for (String tag : tags) {
      int split = tag.indexOf('=');
      list.add(
          "{\"key\":\""
              + tag.substring(0, split)
              + "\",\"value\":\""
              + tag.substring(split + 1)
              + "\"}");
    }
    return "[" + String.join(",", list) + "]";
  }

  private TinyOrganisation add(
      String service,
      String at,
      String operation,
      String request,
      String response,
      String id,
      String more) {
    records.add(
        "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"arn\":\""
            + ACTOR
            + "\"},\"eventTime\":\""
            + at
            + "\",\"eventSource\":\""
            + service
            + ".amazonaws.com\",\"eventName\":\""
            + operation
            + "\",\"awsRegion\":\"us-east-1\",\"requestParameters\":"
            + request
            + ",\"responseElements\":"
            + response
            + ",\"eventID\":\""
            + id
            + "\",\"recipientAccountId\":\"111111111111\""
            + more
            + "}");
    return this;
  }
}
