package io.isotrail.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {

  @ParameterizedTest
  @CsvSource({
    "fraud-v3, fraud-v3",
    "größe 模型, größe 模型",
    "'red\u001b[31m', 'red\uFFFD[31m'",
    "'a\r\nb', 'a\uFFFD\uFFFDb'",
    "'csi\u009b2J', 'csi\uFFFD2J'",
    "'abc\u202Ecba', 'abc\uFFFDcba'",
    "'zero\u200Bwidth', 'zero\uFFFDwidth'",
    "'line\u2028', 'line\uFFFD'"
  })
  void letsOnlyTextThrough(String given, String expected) {
    assertThat(Printable.of(given)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdef, 4, abc…", "abcdef, 1, …", "😀😀😀, 2, 😀…"})
  void showsThatSomethingWasCut(String given, int most, String expected) {
    assertThat(Printable.of(given, most)).isEqualTo(expected);
  }

  @Property
  void neverLetsAControlCharacterThroughNorMoreThanItMay(
      @ForAll String given, @ForAll @IntRange(min = 1, max = 100) int most) {
    String printable = Printable.of(given, most);

    assertThat(printable.codePointCount(0, printable.length())).isLessThanOrEqualTo(most);
    assertThat(printable.codePoints().noneMatch(Character::isISOControl)).isTrue();
  }
}
