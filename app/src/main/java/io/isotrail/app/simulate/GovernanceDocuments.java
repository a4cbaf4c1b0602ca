package io.isotrail.app.simulate;

import io.isotrail.app.simulate.Organisation.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The organisation's {@code policy.yaml} and {@code exceptions.yaml}. */
final class GovernanceDocuments {

  private static final long DAY = 86_400;
  private static final String SERVERLESS =
      "Serverless inference does not support network isolation";

  private final Past past;
  private final long midnight;
  private final StringBuilder exceptions = new StringBuilder();
  private int numbered;

  GovernanceDocuments(Past past) {
    this.past = past;
    this.midnight = past.end() - Math.floorMod(past.end(), DAY);
  }

  void write(Path directory) throws IOException {
    replace(directory.resolve("policy.yaml"), policy());
    replace(directory.resolve("exceptions.yaml"), exceptions());
  }

  /** Never half a file under its name, and the same bytes are not written again. */
  static void replace(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String policy() {
    StringBuilder text = new StringBuilder();
    text.append("# Policy of the sample organisation. What is not said here has its default.\n")
        .append("version: \"sample-1\"\n")
        .append("accounts:\n");
    List<String> registries = new ArrayList<>(List.of(Organisation.REGISTRY_ACCOUNT));
    for (Account account : past.organisation().accounts()) {
      registries.add(account.id());
      if (!account.listed()) {
        continue;
      }
      text.append("  \"").append(account.id()).append("\":\n");
      line(text, "name", account.name());
      account.environment().ifPresent(value -> line(text, "environment", value));
      account.owner().ifPresent(value -> line(text, "owner", value));
      account.sensitivity().ifPresent(value -> line(text, "sensitivity", value));
    }
    text.append("thirdParty:\n  # Images from elsewhere are third-party.\n  ownRegistries:\n");
    registries.forEach(id -> text.append("    - \"").append(id).append("\"\n"));
    return text.append("rejections:\n  # Denials by this policy mean isolation.\n  policyArns:\n")
        .append("    - \"")
        .append(Refusals.guardrailPolicy(past.organisation().id()))
        .append("\"\n")
        .toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("    ").append(key).append(": \"").append(value).append("\"\n");
  }

  private String exceptions() {
    exceptions.setLength(0);
    numbered = 0;
    exceptions.append("# Approved exceptions of the sample organisation.\nexceptions:\n");
    List<Past.Standing> open = worthAnException();
    for (int i = 0; i < Math.min(open.size(), 5); i++) {
      grantFor(open.get(i), i);
    }
    String account = past.organisation().accounts().getFirst().id();
    grant(
        "arn:aws:sagemaker:*:" + account + ":model/clarify-*",
        "Clarify jobs cannot be isolated",
        -61,
        -60,
        90);
    grant(
        "arn:aws:sagemaker:*:*:model/legacy-*", "Legacy platform, now shut down", -150, -149, -45);
    return exceptions.toString();
  }

  /** Models without isolation, those that say to be production first, from all over. */
  private List<Past.Standing> worthAnException() {
    List<Past.Standing> open = new ArrayList<>(past.alive());
    open.removeIf(each -> each.model().isolated());
    Collections.shuffle(open, new Random(past.end()));
    open.sort(Comparator.comparing(each -> !saysProduction(each.model())));
    return open;
  }

  private static boolean saysProduction(Model model) {
    return model.tags().containsValue(model.team().productionValue());
  }

  /** Begins three days after the model came, where that is not too long ago or too late. */
  private void grantFor(Past.Standing standing, int kind) {
    Model model = standing.model();
    String arn = model.answeredArn();
    int from = Math.clamp((standing.since() - midnight) / DAY + 3, -40, -3);
    switch (kind) {
      case 0 -> {
        grant(arn, SERVERLESS, from - 1, from, 60);
        grant(arn, "Covered again by the platform's waiver", from, from + 1, 90);
      }
      // Approved days after it was to begin.
      case 1 -> grant(model.arn(), "Vendor fetches licences at start", from + 1, from - 1, 100);
      case 2 -> grant(arn, SERVERLESS, from - 1, from, 12);
      // Has run out; the violation is open again.
      case 3 -> grant(arn, "Migration window", from - 1, from, Math.max(from + 1, -6));
      default ->
          grant(arn.toUpperCase(Locale.ROOT), "Awaits a rebuilt container", from - 1, from, 45);
    }
  }

  /** Approval, begin and end in days from the midnight before the end of the past. */
  private void grant(String resource, String reason, int approved, int from, int until) {
    numbered++;
    exceptions.append(
        """
          - id: "EX-%03d"
            resource: "%s"
            reason: "%s"
            ticket: "SEC-%d"
            requestedBy: "model-owner@example.com"
            approver: "ciso-office@example.com"
            approvedAt: "%s"
            validFrom: "%s"
            validUntil: "%s"
            compensatingControls:
              - "Private subnets without a NAT gateway"
        """
            .formatted(
                numbered,
                resource,
                reason,
                4100 + numbered * 17,
                instant(approved, 9),
                instant(from, 0),
                instant(until, 0)));
  }

  private String instant(int days, int hour) {
    return Instant.ofEpochSecond(midnight + days * DAY + hour * 3600L).toString();
  }
}
