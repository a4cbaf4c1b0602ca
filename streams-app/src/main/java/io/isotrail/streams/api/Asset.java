package io.isotrail.streams.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A file of the page, held in memory; nothing else on the class path can be reached. */
record Asset(String content, String contentType) implements Endpoint {

  /** Reads a resource that stands beside this class. */
  static Asset of(String name, String contentType) {
    try (InputStream in = Asset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not on the class path");
      }
      return new Asset(new String(in.readAllBytes(), StandardCharsets.UTF_8), contentType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(List.of());
    return new Answer(200, contentType, content, Map.of("Cache-Control", "no-cache"));
  }
}
