package io.isotrail.ingest.read;

import io.isotrail.ingest.read.HostileDocuments.Document;
import java.io.IOException;

/**
 * What {@link ReaderFuzzTest} compares, for a fuzzer that is led by coverage, such as Jazzer; see
 * CONTRIBUTING.md. By the name and form of its method such a fuzzer finds it, without any library.
 */
public final class ReaderFuzzTarget {

  private ReaderFuzzTarget() {}

  /** Takes the bytes of a document. */
  public static void fuzzerTestOneInput(byte[] content) throws IOException {
    ReaderFuzzTest.requireTheSame(new Document("a.json", content));
  }
}
