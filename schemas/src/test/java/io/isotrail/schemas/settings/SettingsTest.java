package io.isotrail.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  private static final Setting<Integer> PORT =
      Setting.integer("isotrail.api.port", 8080, 0, 65_535, "Port; 0 is any free one.");
  private static final Setting<Long> OBJECT =
      Setting.bytes("isotrail.ingest.max-object", "64MiB", 1, 1L << 40, "Largest object.");
  private static final Setting<Duration> STALE =
      Setting.duration("isotrail.view.stale-after", "90m", "When a feed is stale.");
  private static final Setting<Boolean> WATCH =
      Setting.flag("isotrail.ingest.watch", false, "Whether to follow.");
  private static final Setting<String> SOURCE =
      Setting.text("isotrail.ingest.source", null, "Where the files are.");
  private static final Setting<Integer> PIN =
      new Setting<>("isotrail.api.pin", "secret", null, true, "A PIN.", Integer::parseInt);
  private static final List<Setting<?>> KNOWN = List.of(PORT, OBJECT, STALE, WATCH, SOURCE, PIN);

  private static Settings of(String key, String value) {
    return new Settings(Map.of(key, value));
  }

  @Test
  void whatIsNotGivenIsTheFallback() {
    Settings nothing = new Settings(Map.of());

    assertThat(nothing.get(PORT)).isEqualTo(8080);
    assertThat(nothing.get(OBJECT)).isEqualTo(64L << 20);
    assertThat(nothing.get(STALE)).isEqualTo(Duration.ofMinutes(90));
    assertThat(nothing.get(WATCH)).isFalse();
    assertThat(nothing.find(SOURCE)).isEmpty();
    assertThat(nothing.find(PORT)).hasValue(8080);
    assertThatThrownBy(() -> nothing.get(SOURCE))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.ingest.source is needed");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "65535, 65535", "' 80 ', 80"})
  void aNumberWithinItsBoundsIsTaken(String text, int port) {
    assertThat(of("isotrail.api.port", text).get(PORT)).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "8080x", "", "99999999999999999999", "0x10", "1e3"})
  void aNumberBeyondThemIsNamedWithWhatIsAccepted(String text) {
    assertThatThrownBy(() -> of("isotrail.api.port", text).get(PORT))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("isotrail.api.port: ");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "64KiB, 65536", "1 mib, 1048576", "2GiB, 2147483648", "3b, 3"})
  void bytesHaveUnits(String text, long bytes) {
    assertThat(of("isotrail.ingest.max-object", text).get(OBJECT)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1MB", "-1KiB", "0", "1.5MiB", "9223372036854775807GiB", "2000000GiB"})
  void bytesOtherwiseAreRefused(String text) {
    assertThatThrownBy(() -> of("isotrail.ingest.max-object", text).get(OBJECT))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("isotrail.ingest.max-object: ");
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "12h, PT12H", "7d, P7D", "PT1M30S, PT90S"})
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(of("isotrail.view.stale-after", text).get(STALE)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 minutes", "-5m", "P", "99999999999999999999s"})
  void durationsOtherwiseAreRefused(String text) {
    assertThatThrownBy(() -> of("isotrail.view.stale-after", text).get(STALE))
        .isInstanceOf(SettingsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "", "wahr"})
  void aFlagIsTrueOrFalse(String text) {
    assertThatThrownBy(() -> of("isotrail.ingest.watch", text).get(WATCH))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("true or false");
  }

  @ParameterizedTest
  @CsvSource({
    "isotrail.api.prot, isotrail.api.port",
    "isotrail.ingest.sorce, isotrail.ingest.source",
    "auto.register.schema, auto.register.schemas",
    "basic.auth.userinfo, basic.auth.user.info",
  })
  void anUnknownKeyIsRefusedWithTheNearestKnown(String unknown, String nearest) {
    assertThatThrownBy(() -> of(unknown, "x").requireKnown(KNOWN))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown setting " + unknown)
        .hasMessageContaining("did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isotrail.api.port",
        "kafka.ssl.truststore.location",
        "schema.registry.url",
        "auto.register.schemas",
        "use.latest.version",
        "basic.auth.user.info",
        "bearer.auth.token",
        "http.read.timeout.ms",
      })
  void aKnownKeyIsTaken(String key) {
    assertThatCode(() -> of(key, "x").requireKnown(KNOWN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "ISOTRAIL_API_PORT, isotrail.api.port",
    "ISOTRAIL_INGEST_MAX_OBJECT, isotrail.ingest.max-object",
    "ISOTRAIL_KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrap.servers",
    "ISOTRAIL_SCHEMA_REGISTRY_URL, schema.registry.url",
    "ISOTRAIL_AUTO_REGISTER_SCHEMAS, auto.register.schemas",
    "ISOTRAIL_BASIC_AUTH_USER_INFO, basic.auth.user.info",
  })
  void aVariableOfTheEnvironmentIsItsKey(String variable, String key) {
    assertThat(Settings.fromEnvironment(Map.of(variable, "x", "PATH", "/bin"), KNOWN))
        .isEqualTo(Map.of(key, "x"));
  }

  @Test
  void aVariableThatIsNearlyOneOfOursIsRefused() {
    assertThatThrownBy(
            () -> Settings.fromEnvironment(Map.of("ISOTRAIL_INGEST_MAX_OBJEKT", "x"), KNOWN))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("ISOTRAIL_INGEST_MAX_OBJEKT")
        .hasMessageContaining("did you mean ISOTRAIL_INGEST_MAX_OBJECT?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISOTRAIL_API_TOKEN", "ISOTRAIL_JAVA_OPTS", "ISOTRAIL_BUILD"})
  void aVariableOfTheClientOrTheLauncherIsNoSetting(String variable) {
    assertThat(Settings.fromEnvironment(Map.of(variable, "x"), KNOWN)).isEmpty();
  }

  @Test
  void whatIsPutOverWins() {
    Settings settings = of("isotrail.api.port", "1").with(Map.of("isotrail.api.port", "2"));

    assertThat(settings.get(PORT)).isEqualTo(2);
  }

  @Test
  void aPrefixIsTakenOffForALibrary() {
    Settings settings = new Settings(Map.of("kafka.a.b", "1", "kafka.c", "2", "kafk.d", "3"));

    assertThat(settings.under("kafka.")).isEqualTo(Map.of("a.b", "1", "c", "2"));
  }

  @Test
  void confluentsKeysAreHandedOnUnchanged() {
    Settings settings =
        new Settings(
            Map.of(
                "schema.registry.url", "u",
                "auto.register.schemas", "false",
                "kafka.acks", "all",
                "isotrail.api.port", "1"));

    assertThat(settings.ofConfluent())
        .isEqualTo(Map.of("schema.registry.url", "u", "auto.register.schemas", "false"));
  }

  @ParameterizedTest
  @CsvSource({
    "isotrail.api.pin, hunter2",
    "kafka.ssl.truststore.password, hunter2",
    "kafka.sasl.jaas.config, 'x required password=\"hunter2\";'",
    "kafka.sasl.oauthbearer.client.credentials.client.secret, hunter2",
    "kafka.ssl.keystore.key, hunter2",
    "schema.registry.ssl.key.password, hunter2",
    "schema.registry.basic.auth.user.info, me:hunter2",
    "basic.auth.user.info, me:hunter2",
    "bearer.auth.token, hunter2",
    "bearer.auth.client.secret, hunter2",
    "schema.registry.request.header.Authorization, hunter2",
    "schema.registry.url, 'http://me:a/hunter2,b@a:1,https://you:hunter2@b'",
    "schema.registry.url, 'http://a:1,https://you:hunter2@b'",
    "isotrail.ingest.endpoint, https://you:hunter2@b",
  })
  void secretsAreHidden(String key, String value) {
    assertThat(of(key, value).redacted(KNOWN)).startsWith(key + "=").doesNotContain("hunter2");
  }

  @Test
  void whatIsNoSecretIsShown() {
    assertThat(
            new Settings(
                    Map.of(
                        "isotrail.api.port", "1",
                        "schema.registry.url", "http://a:1",
                        "basic.auth.credentials.source", "USER_INFO"))
                .redacted(KNOWN))
        .isEqualTo(
            """
            basic.auth.credentials.source=USER_INFO
            isotrail.api.port=1
            schema.registry.url=http://a:1
            """);
  }

  @Test
  void aSecretThatCannotBeUsedIsNotInTheErrorNorInItsCause() {
    assertThatThrownBy(() -> of("isotrail.api.pin", "hunter2").get(PIN))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.api.pin")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }
}
