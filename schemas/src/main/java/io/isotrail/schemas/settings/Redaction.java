package io.isotrail.schemas.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of foreign text may be shown in a log or an error. */
public final class Redaction {

  /** Up to the last at-sign, since a password may hold any character by mistake. */
  private static final Pattern USER_IN_ADDRESS = Pattern.compile("://\\S*@");

  private Redaction() {}

  /** The text with {@code user:password@} taken out of every address in it. */
  public static String of(@Nullable String text) {
    return text == null ? "no message" : USER_IN_ADDRESS.matcher(text).replaceAll("://(hidden)@");
  }
}
