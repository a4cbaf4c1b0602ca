package io.isotrail.streams.oracle;

/** What a generated policy may say beside the defaults; each section is one bit of the flavor. */
enum PolicySection {
  ACCOUNTS(
      1,
      """
      "accounts": {
        "111111111111": {"name": "bank", "environment": "production", "owner": "payments",
                         "sensitivity": "restricted"},
        "222222222222": {"name": "research", "environment": "non-production"}}
      """),
  SCOPE(
      2,
      """
      "scope": {"leaveOut": [
        {"resource": "*:model/SANDBOX-*", "environment": ["non-production", "untagged"]},
        {"environment": "untagged", "kind": ["model", "endpoint-config"]}]}
      """),
  REGISTRIES(
      4,
      """
      "thirdParty": {"ownRegistries": ["763104351884", "registry.bank.example/ml"]}
      """),
  SEVERITY(
      8,
      """
      "severity": [
        {"environment": "production", "inService": true, "severity": "critical"},
        {"thirdParty": true, "inService": false, "severity": "low"},
        {"sensitivity": ["restricted", "confidential"], "severity": "high"},
        {"inService": false, "severity": "low"},
        {"severity": "medium"}],
      "objectives": {"critical": "PT1H", "high": "PT36H", "low": "P2D"}
      """),
  REWRITE(
      16,
      """
      "rewritesPast": true
      """),
  /** The bits of 32 and 64 say from when it is effective. */
  WORDS(
      128,
      """
      "environment": {"keys": ["stage", "env"], "production": ["production", "live"]},
      "sensitivity": {"values": {"restricted": ["pii", "weird"], "public": ["internal"]}},
      "owner": {"keys": ["owner", "team"]},
      "rejections": {
        "policyArns": ["arn:aws:organizations::999999999999:policy/o-x/scp/p-listed"],
        "ruleIds": ["CKV_AWS_370"]}
      """);

  private final int bit;
  private final String json;

  PolicySection(int bit, String json) {
    this.bit = bit;
    this.json = json.strip();
  }

  boolean isIn(int flavor) {
    return (flavor & bit) != 0;
  }

  String json() {
    return json;
  }
}
