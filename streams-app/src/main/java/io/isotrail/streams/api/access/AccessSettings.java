package io.isotrail.streams.api.access;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings of who may do what.
 *
 * @param tokens read once, at start
 * @param wrongTokens tries within a minute and address
 */
public record AccessSettings(Tokens tokens, int wrongTokens) {

  public static final Setting<String> TOKENS_FILE =
      Setting.text(
          "isotrail.api.tokens.file",
          "",
          "File with the bearer tokens, read at start, one to a line: NAME ROLE TOKEN, where ROLE"
              + " is one or more by comma of viewer, operator, approver, and TOKEN at least 32"
              + " random characters or sha256: and the SHA-256 of them in hexadecimal. Others than"
              + " its owner and group must not be able to read it. Without tokens every write is"
              + " answered 403.");

  public static final Setting<String> TOKENS =
      Setting.secret(
          "isotrail.api.tokens",
          "",
          "Bearer tokens beside those of the file, in the same form, separated by semicolons or"
              + " line ends; meant for the environment.");

  public static final Setting<Integer> WRONG_TOKENS =
      Setting.integer(
          "isotrail.api.wrong-tokens",
          10,
          1,
          10_000,
          "Wrong tokens that one address (of IPv6 its first 64 bits) may give within a minute;"
              + " after that whatever needs a token is answered 429 until the minute is over.");

  /** All of them, in the order of the reference page. */
  public static final List<Setting<?>> ALL = List.of(TOKENS_FILE, TOKENS, WRONG_TOKENS);

  /**
   * Reads the tokens.
   *
   * @throws SettingsException when they cannot be used; the message shows none of them
   */
  public static AccessSettings from(Settings settings) {
    List<Tokens.Entry> entries = new ArrayList<>();
    String file = settings.get(TOKENS_FILE);
    if (!file.isBlank()) {
      entries.addAll(TokenFile.read(TOKENS_FILE.key(), Path.of(file)));
    }
    entries.addAll(
        TokenLines.read(TOKENS.key(), Stream.of(settings.get(TOKENS).split("[;\\r\\n]", -1))));
    return new AccessSettings(TokenLines.distinct(entries), settings.get(WRONG_TOKENS));
  }
}
