package io.isotrail.streams.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.governance.GovernanceFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** A verdict that is known is the one that would be worked out. */
class VerdictsTest {

  private static final List<Policy> POLICIES =
      List.of(
          Facts.POLICY,
          policy(""),
          policy("scope: {leaveOut: [{environment: non-production}]}"),
          policy("severity: [{severity: medium, inService: true}, {severity: low}]"),
          policy("objectives: {high: PT5H}"),
          policy("environment: {keys: [team, stage]}"));

  private static final List<Optional<ExceptionGrant>> EXCEPTIONS =
      List.of(
          Optional.empty(),
          Optional.of(Facts.grant("A", "*", 1, 9, null)),
          Optional.of(Facts.grant("B", "*", 1, 9, null)));

  private static final List<Tags> TAGS =
      List.of(
          Tags.NONE,
          Tags.of(Map.of("environment", "prod", "owner", "ana")),
          Tags.of(Map.of("environment", " Prod ", "data-classification", "phi")),
          Tags.of(Map.of("Environment", "\u2003dev\u2003", "stage", "live", "team", "a")),
          Tags.of(Map.of("ENV", "", "env", "\t", "stage", "prod", "team", "prod")));

  private static final List<Map<String, String>> ADDED =
      List.of(
          Map.of("environment", "dev"),
          Map.of("environment", "prod", "owner", "bo"),
          Map.of("data-classification", "public"),
          TagMap.of(Map.of("environment", "live")),
          TagMap.of(Map.of("environment", "prod", "owner", "cy")),
          TagMap.of(Map.of("environment", "dev", "owner", "cy")),
          Map.of("team", " "));

  @Property(tries = 500)
  void eachIsTheOneThatIsWorkedOutAnew(@ForAll Random random, @ForAll boolean served) {
    Subject subject = served ? Facts.MODEL : Facts.MODEL.sibling("training-job", "fraud-v3");
    Role role = Role.of(subject.kind());
    Verdicts verdicts = new Verdicts(subject, role);
    Policy policy = Facts.POLICY;
    Optional<ExceptionGrant> exception = Optional.empty();
    Isolation isolation = Isolation.NOT_ISOLATED;
    boolean thirdParty = false;
    Tags tags = Tags.NONE;
    for (int i = 0; i < 60; i++) {
      switch (random.nextInt(12)) {
        case 0 -> policy = one(POLICIES, random);
        case 1 -> exception = one(EXCEPTIONS, random);
        case 2 -> isolation = one(List.of(Isolation.values()), random);
        case 3 -> thirdParty = random.nextBoolean();
        case 4, 5 -> tags = one(TAGS, random);
        case 6 -> tags = tags.without(List.of("environment", "team"));
        default -> tags = tags.with(one(ADDED, random));
      }
      Boolean inService = role.served() ? Boolean.valueOf(random.nextBoolean()) : null;

      assertThat(verdicts.of(policy, exception, isolation, thirdParty, tags, inService))
          .isEqualTo(anew(subject, policy, exception, isolation, thirdParty, tags, inService));
    }
  }

  private static Verdict anew(
      Subject subject,
      Policy policy,
      Optional<ExceptionGrant> exception,
      Isolation isolation,
      boolean thirdParty,
      Tags tags,
      @Nullable Boolean inService) {
    boolean serves = subject.kind().equals("model") && Boolean.TRUE.equals(inService);
    return Verdict.of(
        subject,
        policy,
        exception,
        isolation,
        Classification.of(policy, subject.account(), tags.asMap(), serves),
        thirdParty,
        inService);
  }

  private static Policy policy(String text) {
    return GovernanceFiles.parsePolicy("version: test\n" + text, "test");
  }

  private static <T> T one(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
