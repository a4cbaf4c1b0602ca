package io.isotrail.streams.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is asked in whatever order, the answer is that of looking it up. */
class CourseTest {

  private static final int MOST = 40;

  @Property(tries = 500)
  void aCourseIsWhatHoldsFromTheLatestStart(@ForAll Random random) {
    TreeMap<Long, Integer> starts = new TreeMap<>(Map.of(Long.MIN_VALUE, -1));
    for (int i = random.nextInt(6); i > 0; i--) {
      starts.put((long) random.nextInt(MOST), i);
    }
    Course<Integer> course = new Course<>(starts);
    long instant = 0;
    for (int i = 0; i < 3 * MOST; i++) {
      instant = next(instant, random);

      assertThat(course.at(instant)).isEqualTo(starts.floorEntry(instant).getValue());
    }
    assertThat(course.at(Long.MAX_VALUE)).isEqualTo(starts.lastEntry().getValue());
    assertThat(course.at(Long.MIN_VALUE)).isEqualTo(-1);
  }

  @Property(tries = 500)
  void tagsAreThoseOfTheLatestInstant(@ForAll Random random) {
    TreeMap<Long, Tags> plain = new TreeMap<>(Map.of(0L, Tags.NONE));
    TagCourse course = new TagCourse(0);
    long at = 0;
    for (int i = random.nextInt(20); i > 0; i--) {
      at += random.nextInt(3);
      Tags tags = Tags.of(Map.of("number", "" + i));
      plain.put(at, tags);
      course.put(at, tags);
    }
    long instant = 0;
    for (int i = 0; i < 3 * MOST; i++) {
      instant = next(instant, random);

      assertThat(course.at(instant)).isSameAs(plain.floorEntry(instant).getValue());
    }
    long end = random.nextInt(MOST) + 1L;
    TreeSet<Long> others = new TreeSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      others.add((long) random.nextInt(MOST));
    }
    TreeSet<Long> all = new TreeSet<>(plain.headMap(end).keySet());
    all.addAll(others);

    assertThat(course.instants(others.stream().mapToLong(each -> each).toArray(), end))
        .containsExactly(all.stream().mapToLong(each -> each).toArray());
  }

  /** Mostly a little later, at times anywhere. */
  private static long next(long instant, Random random) {
    return random.nextInt(8) == 0
        ? random.nextInt(MOST)
        : Math.min(MOST, instant + random.nextInt(3));
  }
}
