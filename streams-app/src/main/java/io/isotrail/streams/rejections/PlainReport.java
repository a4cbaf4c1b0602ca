package io.isotrail.streams.rejections;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One finding in our own shape. */
final class PlainReport {

  private static final List<String> MEMBERS =
      List.of("id", "at", "account", "region", "resource", "rule", "actor", "pipeline");

  private PlainReport() {}

  /**
   * @param caller names the pipeline where the report does not
   */
  static Report read(JsonNode root, String caller, long now) {
    Members members = Members.of("", root);
    members.requireKnown(MEMBERS);
    String account = needed(members, "account", Values::isAccount, "an account of twelve digits");
    String region = needed(members, "region", Values::isRegion, "a region such as eu-central-1");
    String at =
        needed(members, "at", text -> Values.instant(text, now).isPresent(), Values.INSTANT);
    Values.Named resource = resource(members, account, region);
    return new Report(
        needed(members, "id", text -> Values.isText(text, 128), "1 to 128" + Values.TEXT),
        Values.instant(at, now).orElseThrow(),
        resource.key(account, region),
        resource.name(),
        resource.operation(),
        given(members, "rule", 128).orElse(null),
        given(members, "actor", 1_024).orElse(""),
        given(members, "pipeline", 256).orElse(caller));
  }

  private static Values.Named resource(Members members, String account, String region) {
    String accepted =
        "an ARN of SageMaker in that account and region, KIND/NAME such as training-job/fraud-7, or"
            + " the name of a model; the kind is one whose create call carries the flag";
    String text = needed(members, "resource", name -> Values.isText(name, 2_048), accepted);
    return named(text, account, region).orElseThrow(() -> refused(members, "resource", accepted));
  }

  private static Optional<Values.Named> named(String text, String account, String region) {
    if (text.startsWith("arn:")) {
      return ResourceKey.ofArn(text)
          .filter(key -> key.account().equals(account) && key.region().equals(region))
          .filter(key -> key.partition().equals(Values.partition(region)))
          .filter(key -> !key.name().isEmpty())
          .flatMap(key -> Values.Named.of(key.kind(), text.substring(text.indexOf('/') + 1)));
    }
    int slash = text.indexOf('/');
    return slash < 0
        ? Values.Named.of(ResourceKind.MODEL, text)
        : ResourceKind.ofSegment(text.substring(0, slash))
            .flatMap(kind -> Values.Named.of(kind, text.substring(slash + 1)))
            .filter(named -> !named.name().isEmpty());
  }

  private static String needed(
      Members members, String name, Predicate<String> valid, String accepted) {
    return members.text(name).filter(valid).orElseThrow(() -> refused(members, name, accepted));
  }

  private static Optional<String> given(Members members, String name, int most) {
    Optional<String> text = members.text(name);
    if (text.isPresent() && !Values.isText(text.get(), most)) {
      throw refused(members, name, "1 to " + most + Values.TEXT + ", or nothing");
    }
    return text;
  }

  private static InvalidReportException refused(Members members, String name, String accepted) {
    return InvalidReportException.at(members.at(name), "'" + name + "' needs " + accepted + ".");
  }
}
