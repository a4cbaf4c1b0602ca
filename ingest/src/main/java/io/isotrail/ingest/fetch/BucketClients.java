package io.isotrail.ingest.fetch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * A client of S3 for each role, made when the first bucket needs it. Buckets named by messages are
 * without number, roles are as many as configured. Safe for use by several threads at once.
 */
public final class BucketClients implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BucketClients.class);

  private final AwsClients aws;
  private final Map<Optional<AwsRole>, Client> clients = new ConcurrentHashMap<>();

  private record Client(S3Client s3, Optional<StsAssumeRoleCredentialsProvider> credentials) {}

  public BucketClients(AwsClients aws) {
    this.aws = aws;
  }

  /** The client that reads a bucket; not to be closed by the caller. */
  public S3Client of(String bucket) {
    return clients.computeIfAbsent(role(bucket), this::open).s3();
  }

  /** The role by which a bucket is read; empty when it is read without one. */
  public Optional<AwsRole> role(String bucket) {
    return aws.roles().of(bucket);
  }

  private Client open(Optional<AwsRole> role) {
    Optional<StsAssumeRoleCredentialsProvider> credentials = role.map(aws::assuming);
    role.ifPresent(
        assumed -> LOG.atInfo().addKeyValue("role", assumed.arn()).log("a role is assumed"));
    return new Client(aws.s3(role, credentials), credentials);
  }

  @Override
  public void close() {
    clients.values().forEach(BucketClients::close);
    clients.clear();
  }

  private static void close(Client client) {
    client.s3().close();
    client.credentials().ifPresent(StsAssumeRoleCredentialsProvider::close);
  }
}
