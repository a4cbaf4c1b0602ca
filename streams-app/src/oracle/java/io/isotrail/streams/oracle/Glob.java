package io.isotrail.streams.oracle;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A pattern over ARNs in any letter case: * stands for anything, ? for one character. */
final class Glob {

  private final Pattern pattern;
  private final Map<String, Boolean> answers = new HashMap<>();

  Glob(String glob) {
    StringBuilder expression = new StringBuilder();
    for (char letter : glob.toLowerCase(Locale.ROOT).toCharArray()) {
      switch (letter) {
        case '*' -> expression.append(".*");
        case '?' -> expression.append('.');
        default -> expression.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    pattern = Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  boolean matches(String arn) {
    return answers.computeIfAbsent(
        arn, any -> pattern.matcher(any.toLowerCase(Locale.ROOT)).matches());
  }
}
