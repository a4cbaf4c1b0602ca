package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.ingest.given.Records;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes objects that a reader may be given, most of them meant to mislead one that looks at bytes:
 * the same number gives the same object.
 */
final class HostileDocuments {

  static final String WANTED = "sagemaker.amazonaws.com";

  /** A second wanted service, so that readers are tried with more than one. */
  static final String ALSO_WANTED = "cloudtrail.amazonaws.com";

  private static final List<String> SOURCES =
      List.of(
          WANTED,
          WANTED,
          ALSO_WANTED,
          "s3.amazonaws.com",
          "ec2.amazonaws.com",
          "sagemaker",
          "sagemaker.amazonaws.com.cn",
          "xsagemaker.amazonaws.com",
          "",
          "Sagemaker.amazonaws.com");

  private static final List<String> NEEDLES =
      List.of(
          "\\\"eventSource\\\":\\\"sagemaker.amazonaws.com\\\"",
          "},{\\\"eventSource\\\":\\\"sagemaker.amazonaws.com\\\"},{",
          "sagemaker.amazonaws.com",
          "eventSource",
          "]}",
          "{\\\\",
          "\\\\\\\"",
          "[[[[{{{{",
          "\\u0022eventSource\\u0022:\\u0022sagemaker.amazonaws.com\\u0022",
          "\\u005c",
          "gr\u00fc\u00df \u6f22 \ud83d\ude00",
          "a:b:c",
          "Y_y\u007f");

  /**
   * An object.
   *
   * @param name ends in .json or .json.gz
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Document(String name, byte[] content) {}

  private final Random random;

  /** Where white space may stand: 0 nowhere, 1 as printers put it, 2 anywhere. */
  private final int spacing;

  HostileDocuments(long number) {
    this.random = new Random(number * 0x9e37_79b9_7f4a_7c15L + 1);
    this.spacing = random.nextInt(10) < 6 ? 0 : 1 + random.nextInt(2);
  }

  Document next() {
    byte[] text = mutated(text().getBytes(UTF_8));
    if (chance(2)) {
      text = new String(text, UTF_8).getBytes(UTF_16LE);
    }
    if (chance(15)) {
      return new Document(chance(5) ? "a.json.gz" : "a.json", cut(text));
    }
    return new Document(chance(90) ? "a.json.gz" : "a.json", damaged(zipped(text)));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String text() {
    return switch (random.nextInt(40)) {
      case 0 -> "";
      case 1 -> space() + space();
      case 2 -> record();
      case 3 -> record() + "\n" + record() + "\n";
      case 4 -> "[" + records() + "]";
      case 5 -> "{\"records\":[" + records() + "]}";
      case 6 -> "{\"R\\u0065cords\":[" + records() + "]}";
      case 7 -> "\ufeff" + file("");
      case 8 -> "{" + field("x", value(3)) + ",\"Records\":[" + records() + "]}";
      case 9 -> file("," + field("Records2", "[" + record() + "]"));
      case 10 -> file("") + pick(List.of("{}", " ]", "\u0000", "x", ","));
      case 11 -> "{\"x\":{\"Records\":[" + record() + "]}}";
      case 12 -> "{\"Records\":{\"Records\":[" + record() + "]}}";
      case 13 -> "{\"version\":\"0\",\"detail\":" + record() + "}";
      default -> file("");
    };
  }

  private String file(String more) {
    return space()
        + "{"
        + space()
        + "\"Records\""
        + space()
        + ":"
        + space()
        + "["
        + records()
        + "]"
        + space()
        + more
        + "}"
        + space();
  }

  private String records() {
    int count = random.nextInt(chance(10) ? 60 : 7);
    List<String> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(chance(3) ? pick(List.of("null", "7", "\"x\"", "[{}]", "{}")) : record());
    }
    String comma = chance(2) ? ",," : ",";
    return space()
        + String.join(space() + comma + space(), records)
        + space()
        + (chance(1) ? "," : "");
  }

  /** A record: fields in any order, some twice, some nested, some that look like others. */
  private String record() {
    List<String> fields = new ArrayList<>();
    fields.add(source());
    if (chance(10)) {
      fields.add(source());
    }
    if (chance(6)) {
      fields.removeFirst();
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      fields.add(
          field(
              pick(
                  List.of(
                      "requestParameters", "a", "xeventSource", "eventSourc", "\\\"eventSource")),
              value(4)));
    }
    if (chance(85)) {
      fields.add(field("eventTime", pick(TIMES)));
    }
    if (chance(85)) {
      fields.add(field(name("awsRegion"), pick(REGIONS)));
    }
    if (chance(85)) {
      fields.add(field("recipientAccountId", pick(ACCOUNTS)));
    }
    if (chance(3)) {
      fields.add(field("eventTime", pick(TIMES)));
    }
    if (chance(3)) {
      fields.add(field("deep", nested(random.nextInt(120))));
    }
    if (chance(2)) {
      fields.add(field("large", '"' + "x".repeat(7_000 + random.nextInt(3_000)) + '"'));
    }
    Collections.shuffle(fields, random);
    return "{" + space() + String.join(space() + "," + space(), fields) + space() + "}";
  }

  private static final List<String> TIMES =
      List.of(
          "\"2026-03-01T10:00:00Z\"",
          "\"2026-03-01T09:59:59Z\"",
          "\"2026-03-01T10:00:00.5Z\"",
          "\"2026-03-01T12:00:00+02:00\"",
          "\"2026-13-01T10:00:00Z\"",
          "\"soon\"",
          "7",
          "null",
          "\"\\u0032026-03-01T08:00:00Z\"",
          "{\"eventTime\":\"2020-01-01T00:00:00Z\"}");

  private static final List<String> REGIONS =
      List.of(
          "\"eu-central-1\"",
          "\"eu-central-1\"",
          "\"us-east-1\"",
          "\"\"",
          "null",
          "\"gr\u00fc\u00df\"",
          "\"eu\\u002dcentral-1\"",
          "\"x\\\\\"",
          "\"x\\\\\\\"y\"",
          '"' + "r".repeat(65) + '"');

  private static final List<String> ACCOUNTS =
      List.of(
          "\"111122223333\"",
          "\"111122223333\"",
          "\"444455556666\"",
          "111122223333",
          "null",
          "\"\"",
          "\"1111\\u003222223333\"");

  private String source() {
    String text = pick(SOURCES);
    String value =
        switch (random.nextInt(12)) {
          case 0 ->
              pick(
                  List.of(
                      "null", "7", "{\"eventSource\":\"" + WANTED + "\"}", "[\"" + WANTED + "\"]"));
          case 1 -> '"' + escaped(text) + '"';
          case 2 -> '"' + text.replace("/", "\\/") + '"';
          default -> '"' + text + '"';
        };
    return field(name("eventSource"), value);
  }

  private String name(String name) {
    return chance(8) ? escaped(name) : name;
  }

  /** The same text with some of its characters escaped. */
  private String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (chance(20)) {
        escaped.append("\\u%04x".formatted((int) character));
      } else {
        escaped.append(character);
      }
    }
    return escaped.toString();
  }

  private String field(String name, String value) {
    return '"' + name + '"' + space() + ":" + space() + value;
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0 -> pick(List.of("true", "false", "null", "0", "-1.5e3"));
      case 1, 2 -> '"' + pick(NEEDLES) + '"';
      case 3 -> '"' + "\\\\".repeat(random.nextInt(70)) + '"';
      case 4 -> '"' + "z".repeat(random.nextInt(140)) + pick(NEEDLES) + '"';
      case 5 -> "\"\"";
      case 6 -> "[" + record() + "," + value(depth - 1) + "]";
      case 7 -> record();
      case 8 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
      default ->
          "{" + field("eventSource", '"' + WANTED + '"') + "," + field("b", value(depth - 1)) + "}";
    };
  }

  private String nested(int depth) {
    return chance(50)
        ? "[".repeat(depth) + "1" + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  private String space() {
    return switch (spacing) {
      case 0 -> "";
      case 1 -> chance(50) ? " " : "\n  ";
      default ->
          chance(3) ? " ".repeat(random.nextInt(200)) : pick(List.of("", " ", "\t", "\r\n", "   "));
    };
  }

  /** One time in six a few bytes are others: what was valid JSON mostly is none any more. */
  private byte[] mutated(byte[] text) {
    if (text.length == 0 || !chance(16)) {
      return text;
    }
    byte[] mutated = text.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(mutated.length);
      mutated[at] =
          chance(70)
              ? (byte) "\"\\{}[]:, eu0".charAt(random.nextInt(12))
              : (byte) random.nextInt(256);
    }
    return mutated;
  }

  private byte[] cut(byte[] bytes) {
    return chance(10) ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  private byte[] zipped(byte[] text) {
    if (!chance(10)) {
      return Records.gzip(text);
    }
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    int from = 0;
    while (from < text.length) {
      int to = Math.min(text.length, from + 1 + random.nextInt(2_000));
      members.writeBytes(Records.gzip(Arrays.copyOfRange(text, from, to)));
      from = to;
    }
    if (chance(30)) {
      members.writeBytes(new byte[random.nextInt(600)]);
    }
    if (chance(10)) {
      members.writeBytes("more than ten bytes".getBytes(UTF_8));
    }
    return members.toByteArray();
  }

  private byte[] damaged(byte[] gzip) {
    byte[] damaged = cut(gzip);
    if (damaged.length > 0 && chance(5)) {
      damaged = damaged.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }
}
