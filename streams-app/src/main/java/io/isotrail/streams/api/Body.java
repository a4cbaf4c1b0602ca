package io.isotrail.streams.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The body of a request, of at most as many bytes as the settings allow.
 *
 * @param mediaType in lower case without its parameters; empty when there is no body
 */
record Body(String mediaType, String text) {

  static final Body NONE = new Body("", "");

  /**
   * Reads UTF-8.
   *
   * @throws Problem.Refusal when it is something else: a replaced character could be a changed name
   */
  static Body of(String mediaType, byte[] content) {
    try {
      return new Body(
          mediaType,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      throw Problem.badBody("", "The body is not UTF-8.").asRefusal();
    }
  }
}
