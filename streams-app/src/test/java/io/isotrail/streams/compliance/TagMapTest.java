package io.isotrail.streams.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TagMapTest {

  @Property(tries = 500)
  void itIsTheMapThatItIsMadeOf(
      @ForAll("tags") Map<String, String> tags, @ForAll("tags") Map<String, String> others) {
    TagMap map = TagMap.of(tags);

    assertThat(map).isEqualTo(tags).hasSameSizeAs(tags);
    assertThat(tags).isEqualTo(map);
    assertThat(map.hashCode()).isEqualTo(tags.hashCode());
    assertThat(map.equals(TagMap.of(others))).isEqualTo(tags.equals(others));
    assertThat(map.keySet()).isEqualTo(tags.keySet());
    assertThat(map.values()).containsExactlyInAnyOrderElementsOf(tags.values());
    for (String key : others.keySet()) {
      assertThat(map.get(key)).isEqualTo(tags.get(key));
      assertThat(map.containsKey(key)).isEqualTo(tags.containsKey(key));
    }
  }

  @Property(tries = 500)
  void tagsFromItAreThoseFromAnyMap(@ForAll("steps") List<Map<String, String>> steps) {
    Tags shared = Tags.NONE;
    Tags mixed = Tags.NONE;
    Map<String, String> plain = new HashMap<>();
    for (Map<String, String> added : steps) {
      boolean changes = !plain.entrySet().containsAll(added.entrySet());
      Tags before = shared;
      shared = shared.with(TagMap.of(added));
      mixed = mixed.with(added.size() % 2 == 0 ? added : TagMap.of(added));
      plain.putAll(added);

      assertThat(shared.asMap()).isEqualTo(plain);
      assertThat(mixed.asMap()).isEqualTo(plain);
      assertThat(shared == before).isEqualTo(!changes);
      if (plain.size() == 3) {
        shared = shared.without(List.of("b"));
        mixed = mixed.without(List.of("b"));
        plain.remove("b");
      }
    }
  }

  @Example
  void nobodyCanChangeIt() {
    TagMap map = TagMap.of(Map.of("team", "search"));

    assertThatThrownBy(() -> map.put("team", "ads"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.entrySet().iterator().next().setValue("ads"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Example
  void equalKeysAreMostlyOneArray() {
    assertThat(TagMap.of(Map.of("team", "search", "stage", "a")).keys())
        .isSameAs(TagMap.of(new HashMap<>(Map.of("stage", "b", "team", ""))).keys())
        .containsExactly("stage", "team");
  }

  @Provide
  Arbitrary<Map<String, String>> tags() {
    return Arbitraries.maps(Arbitraries.of("a", "b", "B", "", "c"), Arbitraries.of("x", "y", ""))
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<Map<String, String>>> steps() {
    return tags().list().ofMaxSize(12);
  }
}
