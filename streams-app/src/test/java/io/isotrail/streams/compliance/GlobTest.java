package io.isotrail.streams.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @Property(tries = 5_000)
  void matchesWhatTheRegularExpressionMatches(
      @ForAll @Chars({'a', 'B', '/', '*', '?'}) @StringLength(max = 8) String pattern,
      @ForAll @CharRange(from = 'a', to = 'b') @Chars('/') @StringLength(max = 10) String text) {
    StringBuilder expression = new StringBuilder("(?is)");
    for (int index = 0; index < pattern.length(); index++) {
      char character = pattern.charAt(index);
      expression.append(
          character == '*'
              ? ".*"
              : character == '?' ? "." : Pattern.quote(String.valueOf(character)));
    }

    assertThat(Glob.matches(pattern, text)).isEqualTo(Pattern.matches(expression.toString(), text));
  }

  @Test
  void nothingIsSpecialButStarAndQuestionMark() {
    assertThat(Glob.matches("a.c[d]", "abcd")).isFalse();
    assertThat(Glob.matches("A.C[D]", "a.c[d]")).isTrue();
    assertThat(Glob.matches("", "a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "*, a/b, true",
    "**, a, true",
    "a*, a, true",
    "a*, ab/c, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, aab, false",
    "a*b, ab, true",
    "a*b, acbcb, true",
    "a*b, acbc, false",
    "*a*b*, xaxbx, true",
    "*a*b*, xbxax, false",
    "a?, ab, true",
    "a?, a, false",
    "a?, abc, false",
    "?, '', false",
    "*?, '', false",
    "?*, a, true",
    "a*c?, abcdce, true",
    "ab, a, false",
    "a, ab, false",
    "A*, ab, true",
    "a*, AB, true"
  })
  void aStarIsAnyCharactersAQuestionMarkExactlyOne(String pattern, String text, boolean matches) {
    assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
  }

  @Test
  void aHostilePatternEnds() {
    assertThat(Glob.matches("*a".repeat(250) + "b", "a".repeat(300))).isFalse();
  }
}
