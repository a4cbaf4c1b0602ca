package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import io.isotrail.schemas.registry.SchemaRegistry.Registered;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * One line of a registry's file: {@code {"subject":"...","version":1,"id":1,"schema":"..."}}.
 *
 * @param subject the subject
 * @param registered the version
 */
record RegistryLine(String subject, Registered registered) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The line with its line feed. */
  static byte[] write(String subject, Registered registered) {
    return (JSON.createObjectNode()
                .put("subject", subject)
                .put("version", registered.version())
                .put("id", registered.id())
                .put("schema", registered.schema().toString())
            + "\n")
        .getBytes(UTF_8);
  }

  /**
   * Reads a line.
   *
   * @param offset where in the file it begins, for the error
   */
  static RegistryLine read(String text, Path file, long offset) {
    try {
      JsonNode line = JSON.readTree(text);
      Schema schema = SchemaText.parse(line.required("schema").asText());
      return new RegistryLine(
          line.required("subject").asText(),
          new Registered(line.required("id").asInt(), line.required("version").asInt(), schema));
    } catch (JsonProcessingException | SchemaParseException | IllegalArgumentException e) {
      throw new RegistryRefusedException(
          Reason.UNUSABLE_SCHEMA,
          file
              + " is damaged at byte "
              + offset
              + ": restore it from a copy; without it the records in the log beside it cannot be"
              + " read",
          e);
    }
  }
}
