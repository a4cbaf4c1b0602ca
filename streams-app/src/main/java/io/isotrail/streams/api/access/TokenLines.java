package io.isotrail.streams.api.access;

import io.isotrail.schemas.settings.SettingsException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code NAME ROLE[,ROLE] TOKEN} and {@code NAME ROLE[,ROLE] sha256:HEX}, one to a line; what
 * follows a {@code #} at the start of a line is for people. No message shows a token: it names the
 * line by its number, and a name only once the line has its three words, because in a line of
 * another shape any word may be the token.
 */
final class TokenLines {

  static final int MOST = 1_000;

  private static final int SHORTEST = 32;
  private static final int LONGEST = 512;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final Pattern HASHED = Pattern.compile("sha256:([0-9A-Fa-f]{64})");
  private static final String ROLES =
      Stream.of(Role.values()).map(Role::word).collect(Collectors.joining(", "));

  private TokenLines() {}

  /**
   * @param source for messages: the setting or the file
   * @throws SettingsException naming source, line and mend
   */
  static List<Tokens.Entry> read(String source, Stream<String> lines) {
    List<Tokens.Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : lines.toList()) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        entries.add(entry(source + ", line " + number, text));
      }
    }
    return entries;
  }

  /** Requires that no name and no token stands twice. */
  static Tokens distinct(List<Tokens.Entry> entries) {
    if (entries.size() > MOST) {
      throw new SettingsException(
          "more than " + MOST + " tokens for the API; give several callers one name");
    }
    for (int i = 0; i < entries.size(); i++) {
      for (int j = 0; j < i; j++) {
        String name = entries.get(i).name();
        String earlier = entries.get(j).name();
        if (name.toLowerCase(Locale.ROOT).equals(earlier.toLowerCase(Locale.ROOT))) {
          throw new SettingsException(
              "the API's tokens name " + name + " twice; give each caller one line");
        }
        if (entries.get(i).sameToken(entries.get(j))) {
          throw new SettingsException(
              "the API's tokens of " + earlier + " and " + name + " are the same; make a new one");
        }
      }
    }
    return new Tokens(entries);
  }

  private static Tokens.Entry entry(String where, String line) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 3) {
      throw new SettingsException(
          where + ": needed are three words, NAME ROLE TOKEN, and there are " + words.length);
    }
    if (!NAME.matcher(words[0]).matches() || words[0].equalsIgnoreCase(Caller.ANONYMOUS.name())) {
      throw new SettingsException(
          where
              + ": the first word is a name of at most 64 letters, digits and ._@+-, and not "
              + Caller.ANONYMOUS.name());
    }
    return new Tokens.Entry(new Caller(words[0], roles(where, words[1])), hash(where, words[2]));
  }

  private static Set<Role> roles(String where, String text) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : text.split(",", -1)) {
      roles.add(
          Role.ofWord(word)
              .orElseThrow(
                  () ->
                      new SettingsException(
                          where + ": the second word is one or more, by comma, of " + ROLES)));
    }
    return roles;
  }

  private static byte[] hash(String where, String text) {
    var hashed = HASHED.matcher(text);
    if (hashed.matches()) {
      return HexFormat.of().parseHex(hashed.group(1));
    }
    if (text.length() < SHORTEST || text.length() > LONGEST || !TOKEN.matcher(text).matches()) {
      throw new SettingsException(
          where
              + ": the third word is a random token of "
              + SHORTEST
              + " to "
              + LONGEST
              + " letters, digits and ._~+/-, such as 'openssl rand -hex 32' prints, or sha256:"
              + " and the 64 hexadecimal digits of its SHA-256");
    }
    return Tokens.sha256(text);
  }
}
