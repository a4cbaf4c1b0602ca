package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.governance.GovernanceFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Versions of the policy over time. */
class PolicyCourseTest {

  private static final Timeline OPEN =
      Timeline.of(List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)));
  private static final String CRITICAL = "severity: [{severity: critical}]";
  private static final String LOW = "severity: [{severity: low}]";
  private static final String LEFT_OUT = "scope: {leaveOut: [{environment: production}]}";

  @Test
  void aVersionAppliesFromTheLaterOfItsEffectAndItsPublication() {
    assertThat(judged(published(2, 1_000, "1970-01-01T00:05:00Z", CRITICAL)))
        .isEqualTo("100-1000 VIOLATION high, 1000-∞ VIOLATION critical;");
    assertThat(judged(published(2, 200, "1970-01-01T00:05:00Z", CRITICAL)))
        .isEqualTo("100-300 VIOLATION high, 300-∞ VIOLATION critical;");
  }

  @Test
  void theVersionThatCameIntoForceLastApplies() {
    assertThat(
            judged(published(2, 200, "1970-01-01T00:10:00Z", CRITICAL), published(3, 300, "", LOW)))
        .isEqualTo("100-300 VIOLATION high, 300-600 VIOLATION low, 600-∞ VIOLATION critical;");
  }

  @Test
  void oneThatRewritesThePastReplacesAllBefore() {
    assertThat(
            judged(
                published(2, 200, "", CRITICAL),
                published(3, 300, "", LOW + "\nrewritesPast: true"),
                published(4, 400, "", CRITICAL)))
        .isEqualTo("100-400 VIOLATION low, 400-∞ VIOLATION critical;");
  }

  @Test
  void scopeReclassifiesAndBack() {
    assertThat(judged(published(2, 200, "", LEFT_OUT), published(3, 300, "", LOW)))
        .isEqualTo(
            "100-200 VIOLATION high =RECLASSIFIED, 200-300 OUT_OF_SCOPE, 300-∞ VIOLATION low;");
  }

  @Test
  void aShorterObjectiveCountsFromWhenItApplies() {
    History history =
        Judge.judge(MODEL, OPEN, Facts.after(published(2, 200, "", "objectives: {high: PT1H}")));

    assertThat(history.generations().getFirst().spells())
        .extracting(History.Spell::dueAt)
        .containsExactly(100L + 7 * 86_400, 200L + 3_600);
  }

  @Test
  void theAccountDecidesWhereTagsAreSilent() {
    String accounts =
        "accounts: {\"111122223333\": {name: pay, environment: Production, sensitivity: restricted,"
            + " owner: payments}}";
    Timeline untagged =
        Timeline.of(List.of(created(100, "c", Isolation.NOT_ISOLATED, Map.of("env", " "))));

    History history = Judge.judge(MODEL, untagged, Facts.after(published(2, 200, "", accounts)));

    assertThat(JudgeTest.written(history))
        .isEqualTo("100-200 VIOLATION low, 200-∞ VIOLATION critical;");
    assertThat(history.accountName()).isEqualTo("pay");
    assertThat(history.generations().getFirst().spells().getLast().owner()).isEqualTo("payments");
  }

  @Test
  void tagKeysAreReadInAnyCaseInTheOrderOfThePolicy() {
    assertThat(
            Classification.of(
                Facts.POLICY,
                "1",
                Map.of("STAGE", "prod", "Env", "dev", "env", "LIVE", "Team", " ml ", "owner", "x"),
                false))
        // Of Env and env the first in code point order counts, and both come before STAGE.
        .isEqualTo(new Classification("non-production", "unclassified", "ml"));
    assertThat(
            Classification.of(
                Facts.POLICY, "1", Map.of("Env", "", "env", "LIVE", "SENSITIVITY", "Phi"), false))
        .isEqualTo(new Classification("production", "restricted", ""));
  }

  @Test
  void imagesOfForeignRegistriesAreThirdParty() {
    Policy policy = parse("thirdParty: {ownRegistries: [\"999900001111\", registry.example/ml]}");

    assertThat(ThirdParty.is(policy, "1", List.of("999900001111.dkr.ecr.x/y:1"), List.of()))
        .isFalse();
    assertThat(ThirdParty.is(policy, "1", List.of("Registry.example/ml/fraud@sha256:0"), List.of()))
        .isFalse();
    assertThat(ThirdParty.is(policy, "1", List.of("registry.example/ml.evil/x"), List.of()))
        .isTrue();
    assertThat(ThirdParty.is(policy, "1", List.of("999900001111.evil.example/x"), List.of()))
        .isTrue();
    assertThat(ThirdParty.is(Facts.POLICY, "1", List.of("anything"), List.of("own-name")))
        .isFalse();
  }

  @Test
  void theAccountMaySpeakInPlainWordsOrInThoseOfThePolicy() {
    assertThat(ofAccount("environment: PRODUCTION, sensitivity: Confidential"))
        .isEqualTo(new Classification("production", "confidential", ""));
    assertThat(ofAccount("environment: live, sensitivity: RESTRICTED"))
        .isEqualTo(new Classification("production", "restricted", ""));
    assertThat(ofAccount("environment: sandbox"))
        .isEqualTo(new Classification("non-production", "unclassified", ""));
    assertThat(ofAccount("owner: ml"))
        .isEqualTo(new Classification("untagged", "unclassified", "ml"));
  }

  @Test
  void theAccountsWordsHoldWhateverValuesThePolicyReadsFromTags() {
    Policy own =
        parse(
            "sensitivity: {values: {restricted: [top], confidential: [], internal: [], public: []}}"
                + "\nenvironment: {production: [real]}"
                + "\naccounts: {\"111122223333\": {environment: production, sensitivity:"
                + " confidential}}");

    assertThat(Classification.of(own, Facts.ACCOUNT, Map.of(), false))
        .isEqualTo(new Classification("production", "confidential", ""));
    assertThat(
            Classification.of(
                own, Facts.ACCOUNT, Map.of("env", "prod", "sensitivity", "confidential"), false))
        .isEqualTo(new Classification("non-production", "unclassified", ""));
  }

  @Test
  void whatServesIsProductionOnlyWhereTagAndAccountAreSilent() {
    Policy sandbox = parse("accounts: {\"111122223333\": {environment: sandbox}}");

    assertThat(Classification.of(Facts.POLICY, "1", Map.of(), true).environment())
        .isEqualTo("production");
    assertThat(Classification.of(sandbox, Facts.ACCOUNT, Map.of(), true).environment())
        .isEqualTo("non-production");
    assertThat(Classification.of(Facts.POLICY, "1", Map.of("env", "x"), true).environment())
        .isEqualTo("non-production");
  }

  @Test
  void aRuleOfTheScopeLeavesOutWhatMatchesAllOfIt() {
    assertThat(leavesOut("{kind: model}")).isTrue();
    assertThat(leavesOut("{kind: monitoring-schedule}")).isFalse();
    assertThat(leavesOut("{resource: \"*:model/FRAUD-*\"}")).isTrue();
    assertThat(leavesOut("{resource: \"*/other\"}")).isFalse();
    assertThat(leavesOut("{sensitivity: unclassified}")).isTrue();
    assertThat(leavesOut("{sensitivity: restricted}")).isFalse();
    assertThat(leavesOut("{environment: production, sensitivity: restricted}")).isFalse();
    assertThat(leavesOut("{environment: [untagged, production]}")).isTrue();
  }

  @Test
  void theFirstRuleThatMatchesGivesTheSeverity() {
    assertThat(severity("[{environment: production, severity: low}, {severity: critical}]"))
        .isEqualTo("low");
    assertThat(severity("[{environment: untagged, severity: low}, {severity: critical}]"))
        .isEqualTo("critical");
    assertThat(severity("[{sensitivity: public, severity: low}, {severity: medium}]"))
        .isEqualTo("medium");
    assertThat(severity("[{inService: true, severity: critical}, {severity: medium}]"))
        .isEqualTo("medium");
    assertThat(severity("[{inService: false, severity: critical}, {severity: medium}]"))
        .isEqualTo("critical");
    assertThat(severity("[{thirdParty: true, severity: low}, {severity: medium}]"))
        .isEqualTo("medium");
  }

  @Test
  void aThirdPartyRaisesUnlessTheRuleSpeaksOfThirdParties() {
    Timeline bought =
        Timeline.of(
            List.of(
                Facts.createdFrom(
                    100,
                    "c",
                    List.of(),
                    List.of("arn:aws:sagemaker:r:865070037744:model-package/x"))));

    for (String[] rule :
        new String[][] {
          {"[{severity: low}]", "medium"},
          {"[{severity: medium}]", "high"},
          {"[{severity: high}]", "critical"},
          {"[{severity: critical}]", "critical"},
          {"[{thirdParty: true, severity: low}, {severity: medium}]", "low"},
          {"[{thirdParty: false, severity: low}, {severity: medium}]", "high"}
        }) {
      Policy.Published version = published(1, 0, "", "severity: " + rule[0]);
      assertThat(
              JudgeTest.written(
                  Judge.judge(MODEL, bought, new Governance(List.of(version), List.of()))))
          .as(rule[0])
          .isEqualTo("100-∞ VIOLATION " + rule[1] + ";");
    }
  }

  @Test
  void aPackageOfTheOrganisationIsNoThirdParty() {
    String foreign = "arn:aws:sagemaker:r:865070037744:model-package/x";
    Policy known = parse("accounts: {\"865070037744\": {name: ours}}");
    Policy registry = parse("thirdParty: {ownRegistries: [\"865070037744\"]}");

    assertThat(ThirdParty.is(Facts.POLICY, "1", List.of(), List.of("own", foreign))).isTrue();
    assertThat(ThirdParty.is(Facts.POLICY, "865070037744", List.of(), List.of(foreign))).isFalse();
    assertThat(ThirdParty.is(known, "1", List.of(), List.of(foreign))).isFalse();
    assertThat(ThirdParty.is(registry, "1", List.of(), List.of(foreign))).isFalse();
    assertThat(ThirdParty.is(registry, "1", List.of(), List.of("own-name"))).isFalse();
  }

  @Test
  void whatWasDecidedIsEqualWhenAllOfItIs() {
    Governance exempt = Facts.with(Facts.grant("E", "*", 1, 2, null));

    assertThat(Facts.DEFAULT)
        .isEqualTo(new Governance(Facts.DEFAULT.policies(), List.of()))
        .hasSameHashCodeAs(new Governance(Facts.DEFAULT.policies(), List.of()))
        .isNotEqualTo(exempt)
        .isNotEqualTo(Facts.after(published(2, 200, "", LOW)))
        .isNotEqualTo(Facts.POLICY);
  }

  private static Classification ofAccount(String account) {
    return Classification.of(
        parse("accounts: {\"111122223333\": {" + account + "}}"), Facts.ACCOUNT, Map.of(), false);
  }

  private static boolean leavesOut(String rule) {
    String written = judgedBy("scope: {leaveOut: [" + rule + "]}");
    assertThat(written).isIn("100-∞ OUT_OF_SCOPE;", "100-∞ VIOLATION high;");
    return written.contains("OUT_OF_SCOPE");
  }

  private static String severity(String rules) {
    String written = judgedBy("severity: " + rules);
    assertThat(written).startsWith("100-∞ VIOLATION ");
    return written.substring("100-∞ VIOLATION ".length(), written.length() - 1);
  }

  private static String judgedBy(String text) {
    return JudgeTest.written(
        Judge.judge(MODEL, OPEN, new Governance(List.of(published(1, 0, "", text)), List.of())));
  }

  private static String judged(Policy.Published... later) {
    return JudgeTest.written(Judge.judge(MODEL, OPEN, Facts.after(later)));
  }

  private static Policy.Published published(
      long revision, long at, String effectiveFrom, String text) {
    String effect = effectiveFrom.isEmpty() ? "" : "\neffectiveFrom: " + effectiveFrom;
    return new Policy.Published(parse(text + effect), at, revision);
  }

  private static Policy parse(String text) {
    return GovernanceFiles.parsePolicy("version: test\n" + text, "test");
  }
}
