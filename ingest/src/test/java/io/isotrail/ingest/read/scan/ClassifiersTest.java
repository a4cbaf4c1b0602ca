package io.isotrail.ingest.read.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifiersTest {

  /** Right but for one byte value, and faster than any. */
  private static final class Wrong implements Classifier {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public void classify(byte[] text, int from, int blocks, Sources wanted, Nest nest) {}

    @Override
    public void names(byte[] text, int from, int blocks, long[] names, int into) {}
  }

  @Test
  void allSeeTheSameInEveryByteAtEveryPlace() {
    byte[] text = new byte[1024 * Classifier.BLOCK];
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < Classifier.BLOCK; place++) {
        text[(value * 4 + place % 4) * Classifier.BLOCK + place] = (byte) value;
      }
    }
    for (Classifier classifier : Classifiers.all()) {
      assertThat(Classifiers.agrees(classifier, text)).as(classifier.name()).isTrue();
    }
  }

  @Test
  void allSeeTheSameInNoise() {
    Random random = new Random(3);
    byte[] text = new byte[1024 * Classifier.BLOCK];
    for (int round = 0; round < 50; round++) {
      random.nextBytes(text);
      for (Classifier classifier : Classifiers.all()) {
        assertThat(Classifiers.agrees(classifier, text)).as(classifier.name()).isTrue();
      }
    }
  }

  @Test
  void oneThatIsWrongIsNotChosenHoweverFast() throws InterruptedException {
    Classifier plain = new PlainClassifier();

    assertThat(Classifiers.fastest(List.of(new Wrong(), plain))).isSameAs(plain);
  }

  @Test
  void vectorsAreThereWhenTheirModuleIs() {
    Optional<Classifier> vectors = Classifiers.vectors();

    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      assertThat(vectors).isEmpty();
    } else {
      // Absent only where the processor's vectors are too short to pay.
      vectors.ifPresent(it -> assertThat(it.name()).matches("vectors of (32|64) bytes"));
    }
  }
}
