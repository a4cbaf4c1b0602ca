package io.isotrail.app.simulate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with gaps, cut once into pieces so that filling it is a walk over byte arrays: a tree of
 * JSON nodes for each of a million records would take minutes.
 */
final class Template {

  private static final Pattern GAP = Pattern.compile("\\{\\{([a-z]+)([0-9]*)}}");
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] KEY = ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  private static final byte[] BASE64 =
      ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  private static final List<String> WORDS =
      List.of("orders", "billing", "catalog", "profile", "etl-daily", "feature-store", "webhook");

  /** What is the same for one record. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Facts(byte[] account, byte[] region, byte[] time, byte[] day, Crew crew, Dice dice) {}

  /** A part of the text that can write itself. */
  private interface Piece {
    void write(Bytes out, Facts facts);
  }

  private final Piece[] pieces;

  Template(String text) {
    List<Piece> list = new ArrayList<>();
    Matcher gap = GAP.matcher(text);
    int from = 0;
    while (gap.find()) {
      list.add(fixed(text.substring(from, gap.start())));
      int length = gap.group(2).isEmpty() ? 0 : Integer.parseInt(gap.group(2));
      list.add(filled(gap.group(1), length));
      from = gap.end();
    }
    list.add(fixed(text.substring(from)));
    pieces = list.toArray(Piece[]::new);
  }

  void write(Bytes out, Facts facts) {
    for (Piece piece : pieces) {
      piece.write(out, facts);
    }
  }

  private static Piece fixed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return (out, facts) -> out.append(bytes);
  }

  private static Piece filled(String name, int length) {
    return switch (name) {
      case "account" -> (out, facts) -> out.append(facts.account);
      case "region" -> (out, facts) -> out.append(facts.region);
      case "time" -> (out, facts) -> out.append(facts.time);
      case "day" -> (out, facts) -> out.append(facts.day);
      case "uuid" -> (out, facts) -> uuid(out, facts.dice);
      case "hex" -> (out, facts) -> out.appendRandom(HEX, length, facts.dice);
      case "key" -> (out, facts) -> out.appendRandom(KEY, length, facts.dice);
      case "b" ->
          // {{b64N}}: the width of the alphabet is part of the name.
          base64(length);
      case "role" -> (out, facts) -> out.append(facts.dice.pick(facts.crew.roles()));
      case "user" -> (out, facts) -> out.append(facts.dice.pick(facts.crew.users()));
      case "word" -> (out, facts) -> out.append(facts.dice.pick(WORD_BYTES));
      case "num" -> number(length == 0 ? 4 : length);
      case "ip" ->
          (out, facts) -> {
            out.append("10.");
            out.append(Integer.toString(facts.dice.below(64)));
            out.append('.');
            out.append(Integer.toString(facts.dice.below(256)));
            out.append('.');
            out.append(Integer.toString(1 + facts.dice.below(254)));
          };
      default -> throw new IllegalArgumentException("noise template: unknown gap " + name);
    };
  }

  private static final List<byte[]> WORD_BYTES = WORDS.stream().map(Template::ascii).toList();

  private static Piece base64(int digits) {
    String text = Integer.toString(digits);
    if (!text.startsWith("64")) {
      throw new IllegalArgumentException("noise template: unknown gap b" + digits);
    }
    int length = Integer.parseInt(text.substring(2));
    return (out, facts) -> out.appendRandom(BASE64, length, facts.dice);
  }

  private static Piece number(int digits) {
    int bound = (int) Math.pow(10, digits);
    return (out, facts) -> out.append(Integer.toString(facts.dice.below(bound)));
  }

  private static void uuid(Bytes out, Dice dice) {
    out.appendRandom(HEX, 8, dice);
    out.append('-');
    out.appendRandom(HEX, 4, dice);
    out.append("-4");
    out.appendRandom(HEX, 3, dice);
    out.append("-a");
    out.appendRandom(HEX, 3, dice);
    out.append('-');
    out.appendRandom(HEX, 12, dice);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
