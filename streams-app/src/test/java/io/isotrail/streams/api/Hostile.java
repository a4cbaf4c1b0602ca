package io.isotrail.streams.api;

import io.isotrail.avro.Evidence;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.view.View;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Texts that a stranger may have put into a record, and resources made of them. */
final class Hostile {

  /** Each would set {@code window.ran}, break the layout or look like another text. */
  static final List<String> TEXTS =
      List.of(
          "<img src=x onerror=ran=1>",
          "<script>ran=1;<script>",
          "\"' onmouseover=ran=1 autofocus onfocus=ran=1 x=\"",
          "javascript:ran=1",
          "safe\u202egnp.exe\u2066",
          "same\u200b\u00ad\u180e\u3164\ufe0f",
          "{{ran=1}}${ran=1}&lt;b&gt;&amp;",
          "line\nbreak\u0000",
          "100%25 #?&+;=",
          "x".repeat(256),
          "W<".repeat(128));

  private Hostile() {}

  /** How the page writes a text. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (Character.getType(point) == Character.FORMAT
                  || Character.isISOControl(point)
                  || point == 0x180e
                  || point == 0x3164
                  || point == 0xfe0f) {
                shown.append("\\u%04x".formatted(point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }

  /** Adds an open violation whose name, owner, tags and evidence are the text. */
  static void resource(SampleView view, String text, long openedAt) {
    Row plain = SampleRows.violation(text, Severity.HIGH, openedAt);
    Row row =
        new Row(
            plain.subject(),
            plain.name(),
            text,
            plain.generation(),
            plain.isolation(),
            plain.status(),
            plain.severity(),
            plain.environment(),
            plain.sensitivity(),
            text,
            plain.thirdParty(),
            plain.inService(),
            plain.deleted(),
            plain.endpoints(),
            plain.vpc(),
            plain.interContainerEncryption(),
            plain.createdAt(),
            text,
            plain.openedAt(),
            plain.exposedSince(),
            plain.detectedAt(),
            plain.dueAt(),
            plain.overdue(),
            plain.exception(),
            Map.of(text, text),
            plain.lastEventAt(),
            plain.endedAt(),
            plain.endedAs());
    view.rows.add(row);
    view.dossiers.put(row.subject().key(), dossier(row, text));
  }

  /** What is known of an open violation; the text is its tag, caller and detail. */
  static View.Dossier dossier(Row row, String text) {
    long openedAt = Objects.requireNonNull(row.openedAt());
    History.Spell open =
        new History.Spell(
            openedAt,
            null,
            row.status(),
            row.severity(),
            row.environment(),
            row.sensitivity(),
            row.owner(),
            false,
            null,
            null,
            openedAt,
            row.dueAt(),
            null);
    History.Generation generation =
        new History.Generation(
            1,
            "event-1",
            row.name(),
            openedAt,
            true,
            row.createdBy(),
            row.isolation(),
            false,
            row.vpc(),
            null,
            openedAt,
            openedAt,
            Map.of(text, text),
            null,
            List.of(),
            List.of(open));
    Evidence created =
        Evidence.newBuilder()
            .setAt(openedAt)
            .setType("CREATED")
            .setOperation("CreateModel")
            .setAccount(SampleRows.ACCOUNT)
            .setEventId("event-1")
            .setActor(text)
            .setDetail(Map.of("note", text))
            .setSources(List.of("s3://trail/one.json.gz"))
            .build();
    return new View.Dossier(
        new History(row.subject(), row.accountName(), row.lastEventAt(), List.of(generation)),
        List.of(created));
  }
}
