package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says why there is none, as RFC 9457 shapes it.
 *
 * @param detail names the culprit and what is accepted
 * @param parameter the parameter to blame; null when none is
 * @param pointer JSON Pointer to the culprit in the body; null when none is to blame
 */
record Problem(
    int status,
    String title,
    String detail,
    @Nullable String parameter,
    @Nullable String pointer,
    Map<String, String> headers) {

  private static final int SHOWN = 100;

  static Problem badParameter(String parameter, String detail) {
    return new Problem(400, "Bad parameter", detail, shown(parameter), null, Map.of());
  }

  /**
   * @param pointer JSON Pointer to the culprit; empty for the whole body
   */
  static Problem badBody(String pointer, String detail) {
    return new Problem(400, "Bad body", detail, null, shown(pointer), Map.of());
  }

  static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, null, null, Map.of());
  }

  Problem withHeader(String name, String value) {
    return new Problem(status, title, detail, parameter, pointer, Map.of(name, value));
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", "about:blank");
    node.put("title", title);
    node.put("status", status);
    node.put("detail", detail);
    if (parameter != null) {
      node.put("parameter", parameter);
    }
    if (pointer != null) {
      node.put("pointer", pointer);
    }
    return node;
  }

  Refusal asRefusal() {
    return new Refusal(this);
  }

  /** What a caller sent, cut so that an answer stays short. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** Carries a problem from where it is found to where it is answered. */
  static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
