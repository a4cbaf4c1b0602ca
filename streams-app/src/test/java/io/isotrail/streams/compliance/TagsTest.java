package io.isotrail.streams.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagsTest {

  private static final Tags TAGS = Tags.of(Map.of("team", "search", "environment", "prod"));

  @Test
  void whatIsTaggedAgainIsReplacedAndTheRestStays() {
    assertThat(TAGS.with(Map.of("environment", "dev")).asMap())
        .containsExactly(Map.entry("environment", "dev"), Map.entry("team", "search"));
    assertThat(TAGS.asMap()).containsEntry("environment", "prod");
  }

  @Test
  void newKeysTakeTheirPlaceInOrder() {
    assertThat(TAGS.with(Map.of("owner", "x", "environment", "dev", "zone", "1")).asMap())
        .containsExactly(
            Map.entry("environment", "dev"),
            Map.entry("owner", "x"),
            Map.entry("team", "search"),
            Map.entry("zone", "1"));
  }

  @Test
  void whatChangesNothingMakesNothing() {
    assertThat(TAGS.with(Map.of("team", "search"))).isSameAs(TAGS);
    assertThat(TAGS.with(Map.of())).isSameAs(TAGS);
    assertThat(TAGS.without(List.of("Team", "owner"))).isSameAs(TAGS);
  }

  @Test
  void removedKeysAreGoneAndOthersStay() {
    assertThat(TAGS.without(List.of("team")).asMap())
        .containsExactly(Map.entry("environment", "prod"));
    assertThat(TAGS.without(List.of("team", "environment")).asMap()).isEmpty();
  }

  @Test
  void theFirstWantedKeyThatSaysSomethingCounts() {
    Tags tags = Tags.of(Map.of("ENV", " ", "Stage", " prod ", "stage", "dev"));

    assertThat(first(tags, "env", "stage")).as("S comes before s").isEqualTo("prod");
    assertThat(first(tags, "env")).isNull();
    assertThat(first(Tags.NONE, "env")).isNull();
  }

  @Test
  void blanksOfAnySortDoNotCount() {
    for (String value :
        List.of(
            "", " ", "\t\u2003", "x", " x", "x ", "\u2003x y\u001f", "\u00a0x", "\u00e9", "~x")) {
      assertThat(first(Tags.of(Map.of("env", value)), "env"))
          .as("of <%s>", value)
          .isEqualTo(value.isBlank() ? null : value.strip());
    }
  }

  private static @Nullable String first(Tags tags, String... keys) {
    return tags.first(tags.places(List.of(keys)));
  }

  @Test
  void aCourseHasTheTagsOfTheLatestInstantThatIsNotLater() {
    Tags dev = Tags.of(Map.of("environment", "dev"));
    TagCourse course = new TagCourse(10);
    course.put(20, dev);
    course.put(30, dev);
    course.put(30, TAGS);
    for (int at = 31; at < 40; at++) {
      course.put(at, at % 2 == 0 ? dev : TAGS);
    }

    assertThat(course.at(10)).isSameAs(Tags.NONE);
    assertThat(course.at(19)).isSameAs(Tags.NONE);
    assertThat(course.at(20)).isSameAs(dev);
    assertThat(course.at(30)).as("the last of one second").isSameAs(TAGS);
    assertThat(course.at(38)).isSameAs(dev);
    assertThat(course.at(1_000)).isSameAs(TAGS);
    assertThat(course.latest()).isSameAs(TAGS);
    assertThat(course.instants(new long[0], Long.MAX_VALUE))
        .containsExactly(10, 20, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39);
  }

  @Test
  void tagsOfTheFirstSecondReplaceNone() {
    TagCourse course = new TagCourse(10);
    course.put(10, TAGS);

    assertThat(course.at(10)).isSameAs(TAGS);
    assertThat(course.instants(new long[0], Long.MAX_VALUE)).containsExactly(10);
  }
}
