package io.isotrail.bench;

import io.isotrail.ingest.read.RecordReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one would use without writing a program, over one log, in processor time. */
final class Peers {

  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");
  private static final String JQ =
      "zcat \"$0\" | jq -c '.Records[] | select(.eventSource == \"sagemaker.amazonaws.com\")"
          + " | [.eventSource, .eventName, .eventTime, .awsRegion, .recipientAccountId, .eventID,"
          + " .errorCode, .requestParameters]' | wc -l; times";

  private Peers() {}

  static void measure(Corpus corpus) throws IOException, InterruptedException {
    Corpus.LogFile file = corpus.nearTo(20_000_000);
    double ours = ours(file);
    System.out.printf(
        Locale.ROOT,
        "%none file of %.1f MB, processor time              MB/s   we are%n",
        file.inflatedBytes() / 1e6);
    print("this reader", file, ours, ours);
    print("zcat | jq", file, jq(file), ours);
    try {
      print("DuckDB's JSON reader, one thread", file, duckDb(file), ours);
    } catch (SQLException e) {
      System.out.println("DuckDB cannot be measured: " + e.getMessage());
    }
  }

  private static void print(String name, Corpus.LogFile file, double seconds, double ours) {
    System.out.printf(
        Locale.ROOT,
        "%-42s %8.1f %7.1fx%n",
        name,
        file.inflatedBytes() / 1e6 / seconds,
        seconds / ours);
  }

  private static double ours(Corpus.LogFile file) throws IOException {
    RecordReader reader = ReaderBenchmark.best();
    double[] seconds = new double[15];
    for (int i = 0; i < seconds.length; i++) {
      long start = Processors.threadNanos();
      ReaderBenchmark.reading(reader).read(file.gzip(), file.inflatedBytes());
      seconds[i] = (Processors.threadNanos() - start) / 1e9;
    }
    return ReaderBenchmark.median(seconds);
  }

  private static double jq(Corpus.LogFile file) throws IOException, InterruptedException {
    double[] seconds = new double[3];
    for (int i = 0; i < seconds.length; i++) {
      Process process =
          new ProcessBuilder(List.of("bash", "-c", JQ, file.path().toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      process.waitFor();
      // The count, the times of the shell, the times of its children.
      Matcher times = TIMES.matcher(lines.getLast());
      if (lines.size() != 3
          || Long.parseLong(lines.getFirst().strip()) != file.wanted()
          || !times.matches()) {
        throw new IOException("zcat | jq said " + lines);
      }
      seconds[i] =
          60 * (Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(3)))
              + Double.parseDouble(times.group(2))
              + Double.parseDouble(times.group(4));
    }
    return ReaderBenchmark.median(seconds);
  }

  private static double duckDb(Corpus.LogFile file) throws IOException, SQLException {
    Path copy = Files.createTempFile("isotrail-bench", ".json.gz");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Files.write(copy, file.gzip());
      statement.execute("set threads = 1");
      double[] seconds = new double[3];
      for (int i = 0; i < seconds.length; i++) {
        double start = Processors.now().process();
        try (ResultSet rows =
            statement.executeQuery(
                "select count(*) from (select unnest(\"Records\") r from read_json('"
                    + copy.toString().replace(File.separatorChar, '/')
                    + "', columns = {Records: 'JSON[]'}, maximum_object_size = 100000000))"
                    + " where r->>'eventSource' = 'sagemaker.amazonaws.com'")) {
          if (!rows.next() || rows.getLong(1) != file.wanted()) {
            throw new SQLException("it found another number of records");
          }
        }
        seconds[i] = Processors.now().process() - start;
      }
      Arrays.sort(seconds);
      return ReaderBenchmark.median(seconds);
    } finally {
      Files.delete(copy);
    }
  }
}
