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
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * How AWS is reached: credentials from the SDK's default chain, one HTTP client over the JDK's own.
 *
 * @param endpoint overrides S3's endpoint; empty uses AWS's
 * @param region empty uses the SDK's default chain, and us-east-1 where that has none
 * @param pathStyle true puts the bucket into the path, as stores other than S3 need
 */
public record AwsClients(Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A new client of S3; the caller closes it. */
  public S3Client s3() {
    S3ClientBuilder builder =
        S3Client.builder().forcePathStyle(pathStyle).httpClientBuilder(http());
    // A log is hashed against CloudTrail's digest anyway, and other stores have no such checksums.
    builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    builder.crossRegionAccessEnabled(endpoint.isEmpty());
    return configured(builder, region, endpoint).build();
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

  private static UrlConnectionHttpClient.Builder http() {
    // Longer than the longest poll of SQS, 20 seconds.
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(Duration.ofSeconds(30));
  }
}
