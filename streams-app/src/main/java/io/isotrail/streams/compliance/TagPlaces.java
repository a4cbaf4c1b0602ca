package io.isotrail.streams.compliance;

/**
 * Where in tags those stand that a policy reads. What is tagged again mostly keeps its keys, and
 * then the places of before hold.
 *
 * @param keys whose places these are; never changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // Compared as objects, on purpose.
record TagPlaces(String[] keys, int[] environment, int[] sensitivity, int[] owner) {

  static final TagPlaces NONE = new TagPlaces(new String[0], new int[0], new int[0], new int[0]);

  /** Those of the same policy in other tags. */
  TagPlaces in(Tags tags, Policy policy) {
    return tags.hasKeys(keys)
        ? this
        : new TagPlaces(
            tags.keys(),
            tags.places(policy.environmentKeys()),
            tags.places(policy.sensitivityKeys()),
            tags.places(policy.ownerKeys()));
  }
}
