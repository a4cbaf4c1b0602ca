package io.isotrail.app.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The calls that are none of our business: what all the other services do, what reads SageMaker and
 * changes nothing, and records that merely mention it.
 */
final class Noise {

  private static final String SOURCE = "noise.tsv";
  private static final int COLUMNS = 8;

  private final List<Template> templates = new ArrayList<>();
  private final int[] upTo;

  Noise() {
    List<Integer> limits = new ArrayList<>();
    int sum = 0;
    for (String line : lines()) {
      String[] columns = line.split("\t", -1);
      if (columns.length != COLUMNS) {
        throw new IllegalStateException(SOURCE + ": not " + COLUMNS + " columns: " + line);
      }
      sum += Integer.parseInt(columns[0]);
      limits.add(sum);
      templates.add(new Template(record(columns)));
    }
    upTo = limits.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Writes one record.
   *
   * @param crew who may have called
   * @param at event time, epoch seconds
   */
  void write(Bytes out, Place place, Crew crew, long at, Dice dice) {
    byte[] time = Instants.text(at).getBytes(StandardCharsets.US_ASCII);
    Template.Facts facts =
        new Template.Facts(
            place.account().getBytes(StandardCharsets.US_ASCII),
            place.region().getBytes(StandardCharsets.US_ASCII),
            time,
            Arrays.copyOf(time, 10),
            crew,
            dice);
    int drawn = dice.below(upTo[upTo.length - 1]) + 1;
    int index = Arrays.binarySearch(upTo, drawn);
    templates.get(index >= 0 ? index : -index - 1).write(out, facts);
  }

  private static String record(String[] columns) {
    String service = columns[2];
    String caller = columns[4];
    String invoker =
        caller.startsWith("service:") ? caller.substring("service:".length()) : "{{ip}}";
    boolean byService = !invoker.equals("{{ip}}");
    String identity =
        byService
            ? "{\"type\":\"AWSService\",\"invokedBy\":\"" + invoker + "\"}"
            : caller.equals("user") ? "{{user}}" : "{{role}}";
    String agent =
        byService
            ? invoker
            : caller.equals("user")
                ? "aws-cli/2.31.{{num2}} md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.7"
                : "aws-sdk-java/2.31.{{num2}} md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21.0.8";
    String tls =
        byService
            ? ""
            : ",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\""
                + service
                + ".{{region}}.amazonaws.com\"}";
    return "{\"eventVersion\":\"1.11\",\"userIdentity\":"
        + identity
        + ",\"eventTime\":\"{{time}}\",\"eventSource\":\""
        + service
        + ".amazonaws.com\",\"eventName\":\""
        + columns[3]
        + "\",\"awsRegion\":\"{{region}}\",\"sourceIPAddress\":\""
        + invoker
        + "\",\"userAgent\":\""
        + agent
        + "\",\"requestParameters\":"
        + columns[5]
        + ",\"responseElements\":"
        + columns[6]
        + columns[7]
        + ",\"requestID\":\"{{uuid}}\",\"eventID\":\"{{uuid}}\",\"readOnly\":"
        + columns[1]
        + ",\"eventType\":\"AwsApiCall\",\"managementEvent\":true,\"recipientAccountId\":\"{{account}}\",\"eventCategory\":\"Management\""
        + tls
        + "}";
  }

  private static List<String> lines() {
    try (InputStream in = Objects.requireNonNull(Noise.class.getResourceAsStream(SOURCE), SOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
