package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.kpi.RejectionVerdict.Attribution;
import io.isotrail.streams.kpi.RejectionVerdict.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionVerdictTest {

  private static final String GUARDRAIL = "arn:aws:organizations::1:policy/o-1/scp/p-guard";
  private static final Governance LISTED =
      Facts.after(
          new Policy.Published(
              GovernanceFiles.parsePolicy(
                  "version: v\nrejections: {policyArns: ['"
                      + GUARDRAIL
                      + "'], ruleIds: [CKV_AWS_370]}\n",
                  "test"),
              50,
              2));

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of(visible(Isolation.NOT_ISOLATED), Attribution.ISOLATION),
        Arguments.of(visible(Isolation.ISOLATED), Attribution.OTHER),
        Arguments.of(visible(Isolation.UNKNOWN), Attribution.UNKNOWN),
        Arguments.of(hidden(null, null), Attribution.UNKNOWN),
        Arguments.of(hidden("sagemaker:CreateModel", null), Attribution.UNKNOWN),
        Arguments.of(hidden("SageMaker:CreateModel", GUARDRAIL), Attribution.ISOLATION),
        Arguments.of(hidden("sagemaker:CreateModel", "arn:another"), Attribution.UNKNOWN),
        Arguments.of(hidden("sagemaker:AddTags", GUARDRAIL), Attribution.OTHER),
        Arguments.of(hidden("iam:PassRole", null), Attribution.OTHER),
        Arguments.of(
            call(null, null, true, Isolation.NOT_ISOLATED, true, null, null),
            Attribution.ISOLATION),
        Arguments.of(
            call(null, null, false, Isolation.UNKNOWN, false, "ci", "CKV_AWS_370"),
            Attribution.ISOLATION),
        Arguments.of(
            call(null, null, false, Isolation.UNKNOWN, false, "ci", "CKV_AWS_1"),
            Attribution.OTHER));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void attributesHonestly(RejectedCall call, Attribution expected) {
    RejectionVerdict verdict = RejectionVerdict.of(call, LISTED);

    assertThat(verdict.attribution()).isEqualTo(expected);
    assertThat(verdict.source()).isEqualTo(call.pipeline() == null ? Source.AWS : Source.PIPELINE);
  }

  @Test
  void everyFindingCountsWhereNoRuleIsListed() {
    RejectedCall finding = call(null, null, false, Isolation.UNKNOWN, false, "ci", null);

    assertThat(RejectionVerdict.of(finding, Facts.DEFAULT).attribution())
        .isEqualTo(Attribution.ISOLATION);
  }

  @Test
  void countsUnderTheVisibleTagsAndOnceAsDistinct() {
    RejectionVerdict verdict = RejectionVerdict.of(visible(Isolation.NOT_ISOLATED), Facts.DEFAULT);

    Movement movement = verdict.movement(true);

    assertThat(movement.dimensions().environment()).isEqualTo("production");
    assertThat(movement.counts().byMeasure())
        .containsOnly(
            Map.entry("rejections.isolation.aws", 1L), Map.entry("rejections.distinct", 1L));
    assertThat(verdict.movement(false).counts().get(Measures.REJECTIONS_DISTINCT)).isZero();
  }

  @Test
  void tagsOfAnInvisibleRequestAreNotBelieved() {
    assertThat(RejectionVerdict.of(hidden(null, null), Facts.DEFAULT).dimensions().environment())
        .isEqualTo("untagged");
  }

  private static RejectedCall visible(Isolation isolation) {
    return call("sagemaker:CreateModel", null, true, isolation, false, null, null);
  }

  private static RejectedCall hidden(@Nullable String action, @Nullable String policy) {
    return call(action, policy, false, Isolation.UNKNOWN, false, null, null);
  }

  private static RejectedCall call(
      @Nullable String action,
      @Nullable String policy,
      boolean visible,
      Isolation isolation,
      boolean required,
      @Nullable String pipeline,
      @Nullable String rule) {
    return new RejectedCall(
        Facts.ACCOUNT,
        "r1",
        100,
        "CreateModel",
        Facts.MODEL,
        "ana",
        action,
        policy,
        visible,
        isolation,
        required,
        Map.of("env", "prod"),
        pipeline,
        rule);
  }

  @Test
  void thePolicyOfTheInstantJudges() {
    Governance late =
        new Governance(
            List.of(
                LISTED.policies().getFirst(),
                new Policy.Published(LISTED.policies().getLast().policy(), 101, 2)),
            List.of());

    assertThat(RejectionVerdict.of(hidden("sagemaker:CreateModel", GUARDRAIL), late).attribution())
        .isEqualTo(Attribution.UNKNOWN);
  }
}
