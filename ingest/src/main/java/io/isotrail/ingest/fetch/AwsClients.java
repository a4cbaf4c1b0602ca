package io.isotrail.ingest.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * How AWS is reached: credentials from the SDK's default chain, one HTTP client over the JDK's own.
 *
 * @param endpoint overrides S3's endpoint; empty uses AWS's
 * @param region empty uses the SDK's default chain, and us-east-1 where that has none
 * @param pathStyle true puts the bucket into the path, as stores other than S3 need
 * @param roles which role reads which bucket
 * @param stsEndpoint overrides the endpoint of STS; empty uses AWS's
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long an answer may be silent; longer than the longest poll of SQS, 20 s
 */
public record AwsClients(
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    AwsRoles roles,
    Optional<URI> stsEndpoint,
    Duration connectTimeout,
    Duration readTimeout) {

  /** What CloudTrail shows of us in the other account. */
  private static final String SESSION = "isotrail";

  /**
   * A new client of S3; the caller closes it.
   *
   * @param role the role that it reads as
   * @param credentials of that role; empty uses the SDK's default chain
   */
  S3Client s3(Optional<AwsRole> role, Optional<StsAssumeRoleCredentialsProvider> credentials) {
    S3ClientBuilder builder =
        S3Client.builder().forcePathStyle(pathStyle).httpClientBuilder(http());
    // A log is hashed against CloudTrail's digest anyway, and other stores have no such checksums.
    builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    builder.crossRegionAccessEnabled(endpoint.isEmpty());
    credentials.ifPresent(builder::credentialsProvider);
    return configured(builder, region.or(() -> role.map(AwsRole::region)), endpoint).build();
  }

  /** Credentials of a role, had from STS when first needed and again before they expire. */
  StsAssumeRoleCredentialsProvider assuming(AwsRole role) {
    StsClient sts =
        configured(
                StsClient.builder().httpClientBuilder(http()),
                region.or(() -> Optional.of(role.region())),
                stsEndpoint)
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request ->
                request
                    .roleArn(role.arn())
                    .roleSessionName(SESSION)
                    .externalId(role.externalId().orElse(null)))
        .build();
  }

  /**
   * A new client of SQS; the caller closes it.
   *
   * @param queueRegion region that the queue's own address names
   * @param queueEndpoint endpoint that the queue's own address names, where it is not AWS's
   */
  public SqsClient sqs(Optional<String> queueRegion, Optional<URI> queueEndpoint) {
    return configured(
            SqsClient.builder().httpClientBuilder(http()),
            queueRegion.or(this::region),
            queueEndpoint)
        .build();
  }

  /**
   * A new client of CloudTrail; the caller closes it.
   *
   * @param ofRegion region whose CloudTrail is asked
   * @param address where that is not AWS's own
   */
  public CloudTrailClient cloudTrail(String ofRegion, Optional<URI> address) {
    return configured(
            CloudTrailClient.builder().httpClientBuilder(http()), Optional.of(ofRegion), address)
        .build();
  }

  private <B extends AwsClientBuilder<B, ?>> B configured(
      B builder, Optional<String> wanted, Optional<URI> address) {
    address.ifPresent(builder::endpointOverride);
    // Three attempts with exponential back-off and full jitter, the slower one when throttled (AWS
    // SDKs and Tools Reference Guide, "Retry behavior"); what is left after that is retried by us.
    builder.overrideConfiguration(own -> own.retryStrategy(RetryMode.STANDARD));
    return builder.region(wanted.map(Region::of).orElseGet(AwsClients::defaultRegion));
  }

  private static Region defaultRegion() {
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      // Buckets are found across regions from any region.
      return Region.US_EAST_1;
    }
  }

  private UrlConnectionHttpClient.Builder http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(connectTimeout)
        .socketTimeout(readTimeout);
  }
}
