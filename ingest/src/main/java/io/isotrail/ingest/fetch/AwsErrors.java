package io.isotrail.ingest.fetch;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.model.StsException;

/** The one edge at which the SDK's exceptions become ours. */
public final class AwsErrors {

  private AwsErrors() {}

  /**
   * What an exception of the SDK, or of the JDK's HTTP client below it, means for an object, a
   * bucket or a queue.
   *
   * @param what its name, for the message
   */
  public static FetchException translate(RuntimeException failure, String what) {
    if (failure instanceof AwsServiceException service) {
      String code = code(service);
      FetchException.Kind kind = kindOf(service, code);
      if (service instanceof StsException) {
        return new FetchException(
            kind,
            what + ": its role cannot be assumed: " + explainRole(kind) + " (" + code + ")",
            failure);
      }
      return new FetchException(
          kind,
          what + ": " + explain(kind, code) + " (" + code + ", HTTP " + service.statusCode() + ")",
          failure);
    }
    if (failure instanceof SdkClientException
        && String.valueOf(failure.getMessage()).contains("credentials")) {
      return new FetchException(
          FetchException.Kind.NO_CREDENTIALS,
          what + ": no AWS credentials were found; set AWS_PROFILE, AWS_ACCESS_KEY_ID or a role",
          failure);
    }
    return new FetchException(
        FetchException.Kind.UNAVAILABLE, what + ": the service could not be reached", failure);
  }

  private static String code(AwsServiceException failure) {
    return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
        ? "no code"
        : failure.awsErrorDetails().errorCode();
  }

  private static FetchException.Kind kindOf(AwsServiceException failure, String code) {
    if (failure.isThrottlingException() || code.equals("SlowDown") || failure.statusCode() == 429) {
      return FetchException.Kind.THROTTLED;
    }
    return switch (code) {
      case "InvalidObjectState" -> FetchException.Kind.ARCHIVED;
      case "ExpiredToken",
          "ExpiredTokenException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "TokenRefreshRequired" ->
          FetchException.Kind.NO_CREDENTIALS;
      // A bucket that is missing, or a 404 of a proxy, says nothing about the object: it may
      // return.
      case "NoSuchKey", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist" ->
          FetchException.Kind.NOT_FOUND;
      default ->
          switch (failure.statusCode()) {
            case 401, 403 -> FetchException.Kind.ACCESS_DENIED;
            default -> FetchException.Kind.UNAVAILABLE;
          };
    };
  }

  private static String explainRole(FetchException.Kind kind) {
    return switch (kind) {
      case ACCESS_DENIED ->
          "the role's trust policy must allow this principal sts:AssumeRole, with the external id"
              + " that it asks for, and this principal's own policy must allow it too";
      case NO_CREDENTIALS -> "the credentials that would assume it are not valid";
      case THROTTLED -> "AWS asks to slow down";
      case NOT_FOUND, ARCHIVED, UNAVAILABLE -> "STS failed";
    };
  }

  private static String explain(FetchException.Kind kind, String code) {
    return switch (kind) {
      case NOT_FOUND -> "it does not exist";
      case ARCHIVED -> "it is archived; restore it first";
      case ACCESS_DENIED ->
          "access was denied; grant s3:ListBucket on the bucket, s3:GetObject on its objects and"
              + " kms:Decrypt on the key that encrypts them, or what docs/aws lists for a queue";
      case NO_CREDENTIALS -> "the credentials are not valid any more";
      case THROTTLED -> "AWS asks to slow down";
      case UNAVAILABLE ->
          code.equals("NoSuchBucket") ? "the bucket does not exist" : "the service failed";
    };
  }
}
