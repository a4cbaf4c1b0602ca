package io.isotrail.streams.kpi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that were ever seen, each as one object. They are never forgotten, since the groups of
 * one organisation are few and come again. Not thread-safe.
 */
public final class GroupIndex {

  private final Map<Dimensions, Group> known = new HashMap<>();
  private final List<Group> byNumber = new ArrayList<>();
  private final Map<String, String> words = new HashMap<>();

  /** The group of these dimensions, the same at each call. */
  public Group of(Dimensions dimensions) {
    Group group = known.get(dimensions);
    if (group == null) {
      group = new Group(byNumber.size(), shared(dimensions));
      known.put(group.dimensions(), group);
      byNumber.add(group);
    }
    return group;
  }

  Group numbered(int number) {
    return byNumber.get(number);
  }

  /** The same words come in thousands of groups. */
  private Dimensions shared(Dimensions group) {
    return new Dimensions(
        shared(group.account()),
        shared(group.region()),
        shared(group.kind()),
        shared(group.environment()),
        shared(group.sensitivity()),
        shared(group.owner()),
        shared(group.severity()),
        group.thirdParty(),
        group.inService());
  }

  private String shared(String word) {
    return words.computeIfAbsent(word, absent -> word);
  }
}
