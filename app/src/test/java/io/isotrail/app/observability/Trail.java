package io.isotrail.app.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** CloudTrail's files of one account and region, in S3's layout, delivered now. */
final class Trail {

  static final String ACCOUNT = "111122223333";
  static final String REGION = "eu-central-1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  Trail(Path root) {
    this.root = root;
  }

  /** Delivers one file with these records, as a whole or not at all. */
  void deliver(ObjectNode... records) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    for (ObjectNode record : records) {
      list.add(record);
    }
    Path file = nextFile();
    Path partial = root.resolve(UUID.randomUUID() + ".partial");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(partial))) {
      out.write(
          JSON.createObjectNode().<ObjectNode>set("Records", list).toString().getBytes(UTF_8));
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Delivers something that is no gzip. */
  void deliverGarbage() throws IOException {
    Files.writeString(nextFile(), "this was never compressed");
  }

  static ObjectNode create(Instant at, String model, boolean isolated, String environment) {
    ObjectNode record = call(at, "CreateModel");
    request(record, model, isolated, environment);
    record.putObject("responseElements").put("modelArn", arn(model));
    return record;
  }

  /** A create whose request CloudTrail left out for its size. */
  static ObjectNode createHidden(Instant at, String model) {
    ObjectNode record = call(at, "CreateModel");
    record
        .putObject("requestParameters")
        .put("omitted", true)
        .put("originalSize", 204_321)
        .put("reason", "size too large");
    record.putObject("responseElements").put("modelArn", arn(model));
    return record;
  }

  static ObjectNode train(Instant at, String job, boolean isolated) {
    ObjectNode record = call(at, "CreateTrainingJob");
    ObjectNode request = record.putObject("requestParameters");
    request.put("trainingJobName", job).put("enableNetworkIsolation", isolated);
    request.putArray("tags").addObject().put("key", "environment").put("value", "production");
    record
        .putObject("responseElements")
        .put("trainingJobArn", arn(job).replace(":model/", ":training-job/"));
    return record;
  }

  static ObjectNode delete(Instant at, String model) {
    ObjectNode record = call(at, "DeleteModel");
    record.putObject("requestParameters").put("modelName", model);
    record.putNull("responseElements");
    return record;
  }

  /** A create call that a guardrail denied. */
  static ObjectNode denied(Instant at, String model) {
    ObjectNode record = call(at, "CreateModel");
    record.put("errorCode", "AccessDenied");
    record.put("errorMessage", "not authorized to perform: sagemaker:CreateModel");
    request(record, model, false, "production");
    record.putNull("responseElements");
    return record;
  }

  static String arn(String model) {
    return "arn:aws:sagemaker:" + REGION + ":" + ACCOUNT + ":model/" + model;
  }

  static String key(String model) {
    return "aws/" + ACCOUNT + "/" + REGION + "/model/" + model;
  }

  private static void request(
      ObjectNode record, String model, boolean isolated, String environment) {
    ObjectNode request = record.putObject("requestParameters");
    request.put("modelName", model).put("enableNetworkIsolation", isolated);
    request
        .putObject("primaryContainer")
        .put("image", ACCOUNT + ".dkr.ecr." + REGION + ".amazonaws.com/serving:1");
    ArrayNode tags = request.putArray("tags");
    tags.addObject().put("key", "environment").put("value", environment);
    tags.addObject().put("key", "team").put("value", "fraud");
    tags.addObject().put("key", "data-classification").put("value", "pii");
  }

  private static ObjectNode call(Instant at, String operation) {
    ObjectNode record = JSON.createObjectNode();
    record.put("eventVersion", "1.11");
    record
        .putObject("userIdentity")
        .put("type", "AssumedRole")
        .put("arn", "arn:aws:sts::" + ACCOUNT + ":assumed-role/ci/deploy")
        .put("accountId", ACCOUNT);
    return record
        .put("eventTime", at.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("eventSource", "sagemaker.amazonaws.com")
        .put("eventName", operation)
        .put("awsRegion", REGION)
        .put("sourceIPAddress", "198.51.100.7")
        .put("userAgent", "aws-cli/2")
        .put("requestID", UUID.randomUUID().toString())
        .put("eventID", UUID.randomUUID().toString())
        .put("readOnly", false)
        .put("eventType", "AwsApiCall")
        .put("managementEvent", true)
        .put("recipientAccountId", ACCOUNT)
        .put("eventCategory", "Management");
  }

  private Path nextFile() throws IOException {
    Instant now = Instant.now();
    String day = at("yyyy/MM/dd", now);
    Path folder = root.resolve("AWSLogs/" + ACCOUNT + "/CloudTrail/" + REGION + "/" + day);
    Files.createDirectories(folder);
    String unique = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    return folder.resolve(
        "%s_CloudTrail_%s_%s_%s.json.gz"
            .formatted(ACCOUNT, REGION, at("yyyyMMdd'T'HHmm'Z'", now), unique));
  }

  private static String at(String pattern, Instant instant) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(instant);
  }
}
