package io.isotrail.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Buffers and encoders that are used again, so that a record costs one array: its bytes. A queue
 * and not a ThreadLocal, because there may be a virtual thread for each record.
 */
final class EncodingBuffers {

  /** A buffer that grew beyond is left to the garbage collector. */
  private static final int MOST_BYTES_KEPT = 1 << 20;

  private static final int MOST_BUFFERS_KEPT = 16;

  private static final class Buffer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
  }

  private final ArrayBlockingQueue<Buffer> idle = new ArrayBlockingQueue<>(MOST_BUFFERS_KEPT);

  byte[] encode(Encoding encoding, Object value) throws IOException {
    Buffer buffer = idle.poll();
    if (buffer == null) {
      buffer = new Buffer();
    }
    WireFormat.writeHeader(buffer.bytes, encoding.id());
    encoding.writer().write(value, buffer.encoder);
    buffer.encoder.flush();
    byte[] encoded = buffer.bytes.toByteArray();
    // Only after success: a failed encoder still holds a part of the record.
    if (encoded.length <= MOST_BYTES_KEPT) {
      buffer.bytes.reset();
      var _ = idle.offer(buffer);
    }
    return encoded;
  }
}
