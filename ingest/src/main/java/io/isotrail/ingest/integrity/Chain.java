package io.isotrail.ingest.integrity;

/**
 * One chain of digests: those of one trail, for one account and region.
 *
 * @param folder key of the account's folder, e.g. {@code AWSLogs/o-abc/111122223333/}
 * @param account account whose logs the digests name
 * @param region region whose logs the digests name
 * @param trail name of the trail
 * @param homeRegion region in which the trail was created
 * @param backfill digests that CloudTrail delivered later form a chain of their own
 */
public record Chain(
    String folder,
    String account,
    String region,
    String trail,
    String homeRegion,
    boolean backfill) {

  /** Whether it is the same chain, be it in another place. */
  boolean isSameTrail(Chain other) {
    return account.equals(other.account)
        && region.equals(other.region)
        && trail.equals(other.trail)
        && homeRegion.equals(other.homeRegion)
        && backfill == other.backfill;
  }
}
