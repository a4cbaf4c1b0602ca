package io.isotrail.app.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.letters.Letter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** Letters for people and for programs. What is in them was written by others. */
final class LetterText {

  private LetterText() {}

  static ObjectNode json(Letter letter) {
    DeadLetter content = letter.content();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", letter.id().toString());
    node.put("at", Instant.ofEpochSecond(content.getAt()).toString());
    node.put("reason", content.getReason());
    node.put("message", content.getMessage());
    node.put("source", content.getSource());
    node.put("bucket", content.getBucket());
    node.put("key", content.getKey());
    node.put("recordIndex", content.getRecordIndex() < 0 ? null : content.getRecordIndex());
    node.put("byteOffset", content.getByteOffset() < 0 ? null : content.getByteOffset());
    node.put("sha256", content.getSha256());
    letter
        .redriven()
        .ifPresent(
            redriven ->
                node.putObject("redriven")
                    .put("at", Instant.ofEpochSecond(redriven.at()).toString())
                    .put("outcome", redriven.outcome()));
    return node;
  }

  /**
   * Bytes as one line of text that no terminal acts on: Java's escapes for everything that is not a
   * visible character, {@code \xNN} for each byte that is no UTF-8.
   */
  static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 16);
    int at = 0;
    while (at < bytes.length) {
      int length = sequenceLength(bytes[at]);
      if (length == 0 || at + length > bytes.length) {
        text.append(String.format(Locale.ROOT, "\\x%02x", bytes[at++]));
        continue;
      }
      try {
        String character =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, at, length))
                .toString();
        escape(character.codePointAt(0), text);
        at += length;
      } catch (CharacterCodingException e) {
        text.append(String.format(Locale.ROOT, "\\x%02x", bytes[at++]));
      }
    }
    return text.toString();
  }

  private static int sequenceLength(byte first) {
    int value = first & 0xff;
    if (value < 0x80) {
      return 1;
    }
    if (value < 0xc2 || value > 0xf4) {
      return 0;
    }
    return value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
  }

  private static void escape(int codePoint, StringBuilder text) {
    switch (codePoint) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\\' -> text.append("\\\\");
      default -> {
        if (visible(codePoint)) {
          text.appendCodePoint(codePoint);
        } else {
          for (char unit : Character.toChars(codePoint)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
          }
        }
      }
    }
  }

  private static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
