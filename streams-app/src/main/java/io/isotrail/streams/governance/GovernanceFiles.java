package io.isotrail.streams.governance;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Reads policy.yaml and exceptions.yaml, and the JSON documents of the governance topic and the
 * API, which have the same fields. What a policy leaves out comes from the default policy, which
 * ships as a resource and explains every field. An unknown key is an error that names the nearest
 * known one. Files and documents are limited to 1 MiB and 16 levels.
 */
public final class GovernanceFiles {

  private static final String DEFAULT_POLICY = "policy.yaml";
  private static final Node DEFAULTS = Node.ofYaml(defaultPolicyText(), "the default policy");

  private GovernanceFiles() {}

  /** The policy that applies where none was given. */
  public static Policy defaultPolicy() {
    return PolicyDocument.read("the default policy", DEFAULTS, null);
  }

  /** The default policy as it ships, with its comments. */
  public static String defaultPolicyText() {
    try (InputStream resource = GovernanceFiles.class.getResourceAsStream(DEFAULT_POLICY)) {
      if (resource == null) {
        throw new IllegalStateException("the default policy is not in the distribution");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException("the default policy cannot be read", unreadable);
    }
  }

  /**
   * Reads a policy file.
   *
   * @throws InvalidGovernanceException when it cannot be read or says something impossible
   */
  public static Policy readPolicy(Path file) {
    return parsePolicy(read(file), file.toString());
  }

  /**
   * Reads a policy from YAML.
   *
   * @param where what to call it in errors
   * @throws InvalidGovernanceException when it says something impossible
   */
  public static Policy parsePolicy(String yaml, String where) {
    return PolicyDocument.read(where, Node.ofYaml(yaml, where), DEFAULTS);
  }

  /**
   * Reads a file of approved exceptions, in the order of their ids.
   *
   * @param policy limits how long an exception may be
   * @throws InvalidGovernanceException when it cannot be read, an exception lacks a field, was
   *     approved by its requester or is too long, or an id comes twice
   */
  public static List<ExceptionGrant> readExceptions(Path file, Policy policy) {
    return parseExceptions(read(file), file.toString(), policy);
  }

  /** Reads approved exceptions from YAML; see {@link #readExceptions}. */
  public static List<ExceptionGrant> parseExceptions(String yaml, String where, Policy policy) {
    Fields document = Fields.of(where, "", Node.ofYaml(yaml, where), "exceptions");
    List<ExceptionGrant> exceptions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields fields : document.list("exceptions", ExceptionDocument.FIELDS)) {
      ExceptionGrant grant =
          ExceptionDocument.readApproved(fields, policy.maximumExceptionLength());
      if (!ids.add(grant.id())) {
        throw fields.error("id", "'" + grant.id() + "' is given twice; every id is its own");
      }
      exceptions.add(grant);
    }
    exceptions.sort(Comparator.comparing(ExceptionGrant::id));
    return List.copyOf(exceptions);
  }

  /** The policy as a JSON document; equal policies have equal documents. */
  public static String toDocument(Policy policy) {
    return Documents.json(PolicyDocument.write(policy));
  }

  /** The exception as a JSON document; equal exceptions have equal documents. */
  public static String toDocument(ExceptionGrant exception) {
    return Documents.json(ExceptionDocument.write(exception));
  }

  /**
   * Reads a policy from a JSON document.
   *
   * @param where what to call it in errors
   * @throws InvalidGovernanceException when it says something impossible
   */
  public static Policy policyFromDocument(String json, String where) {
    return policyOf(Node.ofJson(json, where), where);
  }

  static Policy policyOf(Node node, String where) {
    return PolicyDocument.read(where, node, DEFAULTS);
  }

  /**
   * Reads an exception from a JSON document; it may still wait for its approval, and its length is
   * not held against any policy, because it was when it was made.
   *
   * @param where what to call it in errors
   * @throws InvalidGovernanceException when it says something impossible
   */
  public static ExceptionGrant exceptionFromDocument(String json, String where) {
    return ExceptionDocument.read(
        Fields.of(where, "", Node.ofJson(json, where), ExceptionDocument.FIELDS));
  }

  /**
   * Reads the request of an exception from a JSON document.
   *
   * @param id what it must be, where the document says one
   * @param requestedBy who requests it, where the document does not say
   * @param validFrom epoch seconds, where the document does not say
   * @param policy limits how long it may be
   * @throws InvalidGovernanceException when it says something impossible
   */
  static ExceptionGrant requestFromDocument(
      String json, String id, String requestedBy, long validFrom, Policy policy) {
    String where = "the request";
    ExceptionGrant grant =
        ExceptionDocument.readRequest(
            Fields.of(where, "", Node.ofJson(json, where), ExceptionDocument.FIELDS),
            id,
            requestedBy,
            validFrom);
    ExceptionRules.requireLength(grant, policy, where);
    return grant;
  }

  /** SHA-256 of a document, 64 lower-case hex digits. */
  public static String contentHash(String document) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(document.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static String read(Path file) {
    try {
      // Four bytes at most for a character; what is longer is refused unread.
      if (Files.size(file) > 4L * Node.LENGTH_LIMIT) {
        throw new InvalidGovernanceException(
            file + " is longer than " + Node.LENGTH_LIMIT + " characters; make it shorter");
      }
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new InvalidGovernanceException(file + " does not exist", missing);
    } catch (CharacterCodingException malformed) {
      throw new InvalidGovernanceException(file + " is not UTF-8; save it as such", malformed);
    } catch (IOException unreadable) {
      throw new InvalidGovernanceException(
          file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
