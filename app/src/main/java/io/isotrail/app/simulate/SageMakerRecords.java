package io.isotrail.app.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.Organisation.Team;
import java.util.Map;
import java.util.Optional;

/**
 * Builds SageMaker's records in the shape of CloudTrail 1.11: the first letter of each request
 * field lowered, {@code responseElements} null for deletes and refused calls.
 */
final class SageMakerRecords {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Dice dice;

  SageMakerRecords(Dice dice) {
    this.dice = dice;
  }

  /** Who calls: a team's pipeline or one of its people. */
  record Caller(String role, String session) {

    String arn(Place place) {
      return "arn:aws:sts::" + place.account() + ":assumed-role/" + role + "/" + session;
    }
  }

  Caller caller(Team team) {
    return dice.chance(0.7)
        ? new Caller(team.name() + "-ci", "deploy-" + dice.below(4))
        : new Caller("DataScientist", team.name() + "-" + dice.below(5));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ArrayNode tags(Map<String, String> tags) {
    ArrayNode list = JSON.createArrayNode();
    tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return list;
  }

  /** A call that succeeded; the response may be missing. */
  ObjectNode succeeded(
      Caller caller,
      Place place,
      long at,
      String operation,
      ObjectNode request,
      Optional<ObjectNode> response) {
    ObjectNode record = opening(caller, place, at, operation);
    record.set("requestParameters", request);
    response.ifPresentOrElse(
        elements -> record.set("responseElements", elements),
        () -> record.putNull("responseElements"));
    return closing(record, place);
  }

  /** A call that failed; the request is not always shown. */
  ObjectNode failed(
      Caller caller,
      Place place,
      long at,
      String operation,
      Optional<ObjectNode> request,
      String errorCode,
      String errorMessage) {
    ObjectNode record = opening(caller, place, at, operation);
    record.put("errorCode", errorCode);
    record.put("errorMessage", errorMessage);
    request.ifPresentOrElse(
        parameters -> record.set("requestParameters", parameters),
        () -> record.putNull("requestParameters"));
    record.putNull("responseElements");
    return closing(record, place);
  }

  /** The same call told anew, as CloudTrail's {@code addendum} does it. */
  ObjectNode addendum(ObjectNode original, ObjectNode request) {
    ObjectNode record = original.deepCopy();
    record.set("requestParameters", request);
    record.put("eventID", dice.uuid());
    record
        .putObject("addendum")
        .put("reason", "UPDATED_DATA")
        .put("updatedFields", "requestParameters")
        .put("originalRequestID", original.path("requestID").asText())
        .put("originalEventID", original.path("eventID").asText());
    return record;
  }

  /** What CloudTrail writes instead of a request that is too large for it. */
  ObjectNode omittedRequest() {
    return object()
        .put("reason", "requestParameters too large")
        .put("omitted", "true")
        .put("originalSize", Long.toString(dice.between(102_401, 250_000)));
  }

  static byte[] bytes(ObjectNode record) {
    try {
      return JSON.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode opening(Caller caller, Place place, long at, String operation) {
    ObjectNode record = object();
    record.put("eventVersion", "1.11");
    String principal = "AROA" + dice.key(17);
    ObjectNode identity = record.putObject("userIdentity");
    identity
        .put("type", "AssumedRole")
        .put("principalId", principal + ":" + caller.session())
        .put("arn", caller.arn(place))
        .put("accountId", place.account())
        .put("accessKeyId", "ASIA" + dice.key(16));
    ObjectNode session = identity.putObject("sessionContext");
    session
        .putObject("sessionIssuer")
        .put("type", "Role")
        .put("principalId", principal)
        .put("arn", "arn:aws:iam::" + place.account() + ":role/" + caller.role())
        .put("accountId", place.account())
        .put("userName", caller.role());
    session
        .putObject("attributes")
        .put("creationDate", Instants.text(at - dice.between(60, 3000)))
        .put("mfaAuthenticated", "false");
    return record
        .put("eventTime", Instants.text(at))
        .put("eventSource", "sagemaker.amazonaws.com")
        .put("eventName", operation)
        .put("awsRegion", place.region())
        .put("sourceIPAddress", "10.1." + dice.below(256) + "." + dice.between(1, 254))
        .put(
            "userAgent",
            "Boto3/1.40." + dice.below(60) + " md/Botocore#1.40 ua/2.1 os/linux lang/python#3.12");
  }

  private ObjectNode closing(ObjectNode record, Place place) {
    record
        .put("requestID", dice.uuid())
        .put("eventID", dice.uuid())
        .put("readOnly", false)
        .put("eventType", "AwsApiCall")
        .put("managementEvent", true)
        .put("recipientAccountId", place.account())
        .put("eventCategory", "Management");
    record
        .putObject("tlsDetails")
        .put("tlsVersion", "TLSv1.3")
        .put("cipherSuite", "TLS_AES_128_GCM_SHA256")
        .put("clientProvidedHostHeader", "api.sagemaker." + place.region() + ".amazonaws.com");
    return record;
  }
}
