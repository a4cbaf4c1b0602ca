package io.isotrail.streams.rejections;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * Reads what pipelines send. Pure: the same document at the same instant gives the same reports.
 */
public final class ReportReader {

  private static final int MOST_DEPTH = 64;
  private static final ObjectMapper MAPPER = mapper();

  /**
   * What a document said.
   *
   * @param passedOver results that do not count: other rules, passed, suppressed
   */
  public record Found(List<Report> reports, int passedOver) {}

  private ReportReader() {}

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MOST_DEPTH)
                .maxNumberLength(32)
                .maxNameLength(1_024)
                .build());
    return mapper;
  }

  /**
   * Reads {@code {"id","at","account","region","resource","rule","actor","pipeline"}}.
   *
   * @param caller names the pipeline where the document does not
   * @param now epoch seconds
   * @throws InvalidReportException naming the culprit
   */
  public static Found plain(String json, String caller, long now) {
    return new Found(List.of(PlainReport.read(tree(json), caller, now)), 0);
  }

  /**
   * Reads SARIF 2.1.0.
   *
   * @param now epoch seconds
   * @throws InvalidReportException naming the culprit
   */
  public static Found sarif(String json, SarifContext context, long now) {
    return SarifReport.read(tree(json), context, now);
  }

  private static JsonNode tree(String json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonNode root = MAPPER.readTree(parser);
      if (root == null || root.isMissingNode()) {
        throw InvalidReportException.at("", "The body is empty; a JSON object is needed.");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw InvalidReportException.at(
          "",
          "The body is nested deeper than "
              + MOST_DEPTH
              + " levels, or a name or a number in it is far too long.");
    } catch (JsonProcessingException e) {
      // Without the parser's own words, which repeat what was sent.
      throw InvalidReportException.at(
          "",
          "The body is no JSON, or a member stands twice in one object: line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ", column "
              + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
              + ".");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
