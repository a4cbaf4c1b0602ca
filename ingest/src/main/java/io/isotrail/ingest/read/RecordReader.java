package io.isotrail.ingest.read;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one CloudTrail object, {@code {"Records":[...]}}, gzipped or plain, in bounded memory. Safe
 * for use by several threads at once.
 */
public interface RecordReader {

  /**
   * Gives every record of a wanted event source to the sink, in the order of the file, as it comes.
   * What is wrong with the content is part of the answer, never an exception: the records before
   * the fault have been given by then.
   *
   * @param body the object's bytes as stored
   * @param name the object's name; one that ends in {@code .json} may be plain JSON
   * @throws IOException when the body itself cannot be read on (the object may be tried again)
   */
  ReadResult read(InputStream body, String name, RecordSink sink) throws IOException;
}
