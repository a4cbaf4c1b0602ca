package io.isotrail.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As much of S3 and SQS as ingest asks for, in a process of its own and as cheap as can be, so that
 * not the emulator is what is measured. Objects are made beforehand and given under any key; a
 * message names one object. Nothing is signed, and no message comes twice.
 *
 * <pre>
 * GET /bucket/KEY              an object
 * POST / with x-amz-target     SQS, AWS JSON 1.0
 * POST /produce/COUNT          that many messages more; answers the number of the first
 * GET /settled                 messages deleted so far
 * </pre>
 */
final class LocalCloud {

  static final String READY = "cloud on ";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_MESSAGES = 10;

  private final List<byte[]> objects;
  private final BlockingQueue<Long> queue = new LinkedBlockingQueue<>();
  private final AtomicLong produced = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();

  private LocalCloud(List<byte[]> objects) {
    this.objects = objects;
  }

  /** The child: runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    LocalCloud cloud = new LocalCloud(SmallLogs.make(Integer.parseInt(arguments[0])));
    try (ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> cloud.accept(server));
      System.out.println(READY + server.getLocalPort());
      while (System.in.read() >= 0) {
        // The end is what is waited for.
      }
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream(), 16 * 1024);
        OutputStream out = client.getOutputStream()) {
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        byte[] body = in.readNBytes(length(head));
        String path = head.substring(head.indexOf(' ') + 1, head.indexOf(' ', 5));
        if (head.startsWith("GET /settled")) {
          answer(out, "text/plain", Long.toString(settled.get()).getBytes(UTF_8));
        } else if (head.startsWith("GET ")) {
          answer(
              out, "application/gzip", objects.get(Math.floorMod(path.hashCode(), objects.size())));
        } else if (path.startsWith("/produce/")) {
          answer(out, "text/plain", Long.toString(produce(path)).getBytes(UTF_8));
        } else {
          answer(out, "application/x-amz-json-1.0", queue(head, JSON.readTree(body)));
        }
      }
    } catch (IOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      last = (last << 8) | next;
      if (last == 0x0d0a0d0a) {
        return head.toString(ISO_8859_1);
      }
    }
    return "";
  }

  private static int length(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    return at < 0
        ? 0
        : Integer.parseInt(lower.substring(at + 17, lower.indexOf('\r', at + 17)).strip());
  }

  private static void answer(OutputStream out, String type, byte[] body) throws IOException {
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    out.write(whole);
    out.flush();
  }

  private long produce(String path) {
    int count = Integer.parseInt(path.substring("/produce/".length()));
    long first = produced.getAndAdd(count);
    for (long number = first; number < first + count; number++) {
      queue.add(number);
    }
    return first;
  }

  private byte[] queue(String head, JsonNode request) throws IOException, InterruptedException {
    if (head.contains("ReceiveMessage")) {
      return receive(request);
    }
    ObjectNode answer = JSON.createObjectNode();
    if (head.contains("Batch")) {
      ArrayNode done = answer.putArray("Successful");
      answer.putArray("Failed");
      request
          .path("Entries")
          .forEach(entry -> done.addObject().put("Id", entry.path("Id").asText()));
      if (head.contains("DeleteMessageBatch")) {
        settled.addAndGet(done.size());
      }
    } else if (head.contains("GetQueueAttributes")) {
      answer.putObject("Attributes").put("QueueArn", "arn:aws:sqs:eu-central-1:000000000000:bench");
    }
    return JSON.writeValueAsBytes(answer);
  }

  private byte[] receive(JsonNode request) throws IOException, InterruptedException {
    List<Long> numbers = new ArrayList<>(MOST_MESSAGES);
    Long first = queue.poll(request.path("WaitTimeSeconds").asLong(0), TimeUnit.SECONDS);
    if (first != null) {
      numbers.add(first);
      queue.drainTo(numbers, MOST_MESSAGES - 1);
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode messages = answer.putArray("Messages");
    for (long number : numbers) {
      String body = message(number);
      ObjectNode message = messages.addObject();
      message.put("MessageId", "m-" + number);
      message.put("ReceiptHandle", "r-" + number);
      message.put("MD5OfBody", md5(body));
      message.put("Body", body);
      message.putObject("Attributes").put("ApproximateReceiveCount", "1");
    }
    return JSON.writeValueAsBytes(answer);
  }

  private static String message(long number) {
    return """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",\
        "s3":{"bucket":{"name":"bench"},"object":{"key":"%s","size":%d,"eTag":"x"}}}]}"""
        .formatted(key(number), SmallLogs.BYTES);
  }

  static String key(long number) {
    return "AWSLogs/%1$s/CloudTrail/%2$s/2026/03/01/%1$s_CloudTrail_%2$s_20260301T1000Z_%3$d.json.gz"
        .formatted(SmallLogs.ACCOUNT, SmallLogs.REGION, number);
  }

  private static String md5(String text) {
    try {
      // SQS gives it with every message, and the SDK compares.
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
