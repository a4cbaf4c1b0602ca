package io.isotrail.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Written;
import io.isotrail.ingest.integrity.Range;
import io.isotrail.ingest.integrity.Result;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed trail in a directory and in S3, with keys from a file and from CloudTrail. */
class VerificationTest {

  private static final Instant START = Instant.parse("2026-10-01T20:00:00Z");
  private static final Range RANGE =
      new Range(START, START.plus(Duration.ofHours(8)), START.plus(Duration.ofDays(30)));

  private final SignedTrail trail = new SignedTrail();

  @TempDir Path directory;

  private static List<Result> verify(Map<String, String> settings) throws Exception {
    List<Result> results = new ArrayList<>();
    try (Verification verification = Verification.open(new Settings(settings))) {
      verification.verify(RANGE, results::add);
    }
    return results;
  }

  private static List<Result> wrong(List<Result> results) {
    return results.stream()
        .filter(r -> !(r instanceof Result.ValidDigest || r instanceof Result.ValidLog))
        .toList();
  }

  private Map<String, String> inDirectory(String source) throws Exception {
    Path keys = directory.resolve("keys.json");
    Files.writeString(keys, SignedTrail.publicKeysJson() + "\n" + SignedTrail.publicKeysJson());
    return Map.of(
        "isotrail.ingest.source",
        "dir:" + directory.resolve(source),
        "isotrail.ingest.integrity.public-keys",
        keys.toString());
  }

  private void write(String below) throws Exception {
    for (var entry : trail.objects().entrySet()) {
      String key = entry.getKey().substring(SignedTrail.BUCKET.length() + 1);
      Path file = directory.resolve(below).resolve(key);
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue().content());
    }
  }

  @Test
  void inADirectoryEachDigestButTheNewestIsProvenByTheNext() throws Exception {
    List<Written> digests = trail.hours(START, 8, 2);
    write("copy");

    List<Result> results = verify(inDirectory("copy"));

    assertEquals(7 * 3 + 1, results.size(), results::toString);
    assertTrue(
        wrong(results).getFirst() instanceof Result.Unproven unproven
            && unproven.object().key().equals(digests.getLast().key()),
        results::toString);

    Files.writeString(
        directory.resolve("copy/" + digests.getLast().key() + ".signature"),
        digests.getLast().signature() + "\n");
    assertEquals(List.of(), wrong(verify(inDirectory("copy"))));
    assertEquals(8 * 3, verify(inDirectory("copy")).size());
  }

  @Test
  void aDirectoryMayBeginAboveOrBelowAwsLogs() throws Exception {
    trail.hours(START, 8, 1);
    write("a/copy");

    for (String source : List.of("a", "a/copy/AWSLogs", "a/copy/AWSLogs/" + SignedTrail.ACCOUNT)) {
      assertEquals(15, verify(inDirectory(source)).size(), source);
    }
  }

  @Test
  void whatWasChangedOrRemovedInADirectoryIsNamed() throws Exception {
    List<Written> digests = trail.hours(START, 8, 2);
    write("copy");
    String removed = digests.get(2).logs().getFirst();
    String changed = digests.get(3).logs().getLast();
    Files.delete(directory.resolve("copy/" + removed));
    Files.write(
        directory.resolve("copy/" + changed),
        SignedTrail.gzip("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8)));

    List<Result> wrong = wrong(verify(inDirectory("copy")));

    assertEquals(3, wrong.size(), wrong::toString);
    assertTrue(
        wrong.stream()
            .anyMatch(r -> r instanceof Result.MissingLog m && m.log().key().equals(removed)));
    assertTrue(
        wrong.stream()
            .anyMatch(r -> r instanceof Result.InvalidLog i && i.log().key().equals(changed)));
  }

  @Test
  void inS3SignaturesComeFromMetadataAndKeysFromCloudTrail() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer cloudTrail =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloudTrail.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          byte[] answer = SignedTrail.publicKeysJson().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    cloudTrail.start();
    try (EmulatedAws aws = new EmulatedAws()) {
      List<Written> digests = trail.hours(START, 8, 2);
      for (var entry : trail.objects().entrySet()) {
        String key = entry.getKey().substring(SignedTrail.BUCKET.length() + 1);
        aws.put(
            key,
            entry.getValue().content(),
            entry
                .getValue()
                .signature()
                .map(s -> Map.of("signature", s, "signature-algorithm", "SHA256withRSA"))
                .orElse(Map.of()));
      }
      Map<String, String> settings = new TreeMap<>(aws.settings());
      settings.put(
          "isotrail.ingest.integrity.cloudtrail-endpoint",
          "http://127.0.0.1:" + cloudTrail.getAddress().getPort());

      for (String prefix :
          List.of(
              "",
              "/AWSLogs",
              "/AWSLogs/" + SignedTrail.ACCOUNT + "/CloudTrail-Digest",
              "/AWSLogs/"
                  + SignedTrail.ACCOUNT
                  + "/CloudTrail-Digest/"
                  + SignedTrail.REGION
                  + "/2026")) {
        settings.put("isotrail.ingest.source", "s3:" + EmulatedAws.BUCKET + prefix);
        List<Result> results = verify(settings);
        assertEquals(List.of(), wrong(results), prefix);
        assertEquals(8 * 3, results.size(), prefix);
      }
      assertEquals(4, asked.get(), "keys are asked for once for each run");

      aws.remove(digests.get(4).key());
      aws.remove(digests.get(6).logs().getFirst());
      SignedTrail.Stored last =
          Objects.requireNonNull(
              trail.objects().get(EmulatedAws.BUCKET + "/" + digests.get(7).key()));
      aws.put(digests.get(7).key(), last.content(), Map.of());
      List<Result> wrong = wrong(verify(settings));
      assertEquals(3, wrong.size(), wrong::toString);
    } finally {
      cloudTrail.stop(0);
    }
  }

  private static String refusal(Map<String, String> settings) {
    return String.valueOf(
        assertThrows(SettingsException.class, () -> verify(settings)).getMessage());
  }

  @Test
  void whatCannotBeUsedIsNamed() throws Exception {
    assertTrue(
        refusal(Map.of("isotrail.ingest.source", "sqs:http://127.0.0.1:1/queue"))
            .contains("a queue holds no logs"));
    for (String content :
        List.of("", "nothing", "{}", "{\"PublicKeyList\":[{\"Value\":\"AAAA\"}]}")) {
      Path keys = directory.resolve("bad.json");
      Files.writeString(keys, content);
      assertTrue(
          refusal(
                  Map.of(
                      "isotrail.ingest.source",
                      "dir:" + directory,
                      "isotrail.ingest.integrity.public-keys",
                      keys.toString()))
              .contains("isotrail.ingest.integrity.public-keys: " + keys),
          content);
    }
  }
}
