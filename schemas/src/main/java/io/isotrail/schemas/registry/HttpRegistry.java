package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.schemas.registry.HttpTransport.Answer;
import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * A registry with Confluent's REST API: Confluent's own, or another with the same API such as
 * Apicurio's {@code /apis/ccompat/v7}. Source: Confluent's documentation, "Schema Registry API
 * Reference", whose error codes are three digits of HTTP status and two of its own.
 */
final class HttpRegistry implements SchemaRegistry {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_MESSAGE = 500;
  private static final int SUBJECT_UNKNOWN = 40401;
  private static final int VERSION_UNKNOWN = 40402;
  private static final int SCHEMA_UNKNOWN = 40403;

  private final HttpSettings settings;
  private final HttpTransport transport;

  HttpRegistry(HttpSettings settings) {
    this(settings, Thread::sleep);
  }

  HttpRegistry(HttpSettings settings, HttpTransport.Pause pause) {
    this.settings = settings;
    this.transport = new HttpTransport(settings, pause);
  }

  @Override
  public int register(String subject, Schema schema) {
    return number(ask(of(subject) + "/versions" + normalize(), bodyOf(schema)), "id");
  }

  @Override
  public int lookUp(String subject, Schema schema) {
    return number(ask(of(subject) + normalize(), bodyOf(schema)), "id");
  }

  @Override
  public Registered latest(String subject) {
    Document latest = ask(of(subject) + "/versions/latest", null);
    return new Registered(number(latest, "id"), number(latest, "version"), schema(latest));
  }

  @Override
  public Schema byId(int id) {
    return schema(ask("/schemas/ids/" + Integer.toUnsignedString(id), null));
  }

  @Override
  public void check() {
    ask("/schemas/types", null);
  }

  @Override
  public void close() {
    transport.close();
  }

  private static String of(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, UTF_8).replace("+", "%20");
  }

  private String normalize() {
    return settings.normalize() ? "?normalize=true" : "";
  }

  private static byte[] bodyOf(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString()).toString().getBytes(UTF_8);
  }

  /** JSON, and who said it. */
  private record Document(JsonNode json, String path, Answer answer) {}

  private Document ask(String path, byte @Nullable [] body) {
    Answer answer = transport.send(path, body);
    JsonNode json;
    try {
      json = JSON.readTree(answer.body());
    } catch (IOException e) {
      json = JSON.missingNode();
    }
    Document document = new Document(json, path, answer);
    if (answer.status() / 100 != 2) {
      throw refusal(document);
    }
    return document;
  }

  private RegistryRefusedException refusal(Document document) {
    int status = document.answer().status();
    int code = document.json().path("error_code").asInt(0);
    // Only with the registry's own code: a wrong path answers 404 as well, and must not make every
    // record look unreadable.
    Reason reason =
        switch (code) {
          case SUBJECT_UNKNOWN, VERSION_UNKNOWN -> Reason.NOT_REGISTERED;
          case SCHEMA_UNKNOWN ->
              document.path().startsWith("/schemas/ids/")
                  ? Reason.UNKNOWN_ID
                  : Reason.NOT_REGISTERED;
          default ->
              switch (status) {
                case 401, 403 -> Reason.UNAUTHORIZED;
                case 409 -> Reason.INCOMPATIBLE;
                case 422 -> Reason.UNUSABLE_SCHEMA;
                default -> Reason.NOT_A_REGISTRY;
              };
        };
    return new RegistryRefusedException(
        reason,
        "the schema registry at "
            + document.answer().url()
            + " refuses "
            + document.path()
            + " with status "
            + status
            + (code == 0 ? "" : ", code " + code)
            + ": "
            + shown(document.json().path("message").asText(""))
            + mend(reason));
  }

  private static String mend(Reason reason) {
    return switch (reason) {
      case UNKNOWN_ID -> " (written with another registry, or the registry has lost its content)";
      case NOT_REGISTERED -> " (register the schema, or set auto.register.schemas=true)";
      case INCOMPATIBLE -> " (this release's schema does not fit the subject's compatibility)";
      case UNUSABLE_SCHEMA -> "";
      case UNAUTHORIZED -> " (see basic.auth.* and bearer.auth.*)";
      case FULL -> "";
      case NOT_A_REGISTRY -> " (does schema.registry.url name a Schema Registry, with its path?)";
    };
  }

  /** Foreign text: cut, of one line, without our secrets. */
  private String shown(String message) {
    String redacted = settings.credentials().redact(message).replaceAll("\\p{Cntrl}", " ");
    return redacted.length() <= LONGEST_MESSAGE
        ? redacted
        : redacted.substring(0, LONGEST_MESSAGE) + "...";
  }

  private static int number(Document document, String field) {
    JsonNode number = document.json().path(field);
    if (!number.canConvertToInt() || !number.isIntegralNumber()) {
      throw new RegistryRefusedException(
          Reason.NOT_A_REGISTRY,
          document.answer().url()
              + document.path()
              + " gave no "
              + field
              + mend(Reason.NOT_A_REGISTRY));
    }
    return number.asInt();
  }

  private static Schema schema(Document document) {
    String where = document.answer().url() + document.path();
    String type = document.json().path("schemaType").asText("AVRO");
    JsonNode text = document.json().path("schema");
    if (!text.isTextual()) {
      throw new RegistryRefusedException(
          Reason.NOT_A_REGISTRY, where + " gave no schema" + mend(Reason.NOT_A_REGISTRY));
    }
    if (!type.equals("AVRO")) {
      throw new RegistryRefusedException(
          Reason.UNUSABLE_SCHEMA, where + " gave a schema of another kind than Avro");
    }
    try {
      return SchemaText.parse(text.asText());
    } catch (SchemaParseException e) {
      throw new RegistryRefusedException(
          Reason.UNUSABLE_SCHEMA,
          where + " gave a schema that cannot be read; schemas with references are not supported",
          e);
    }
  }
}
