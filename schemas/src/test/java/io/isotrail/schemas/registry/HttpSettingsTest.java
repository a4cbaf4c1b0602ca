package io.isotrail.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {

  private static HttpSettings of(String... configs) {
    Map<String, String> given = new HashMap<>(Map.of("schema.registry.url", "http://a:1"));
    for (int i = 0; i < configs.length; i += 2) {
      given.put(configs[i], configs[i + 1]);
    }
    return HttpSettings.from(new GivenKeys(given));
  }

  @Test
  void thePrefixedKeyWins() {
    HttpSettings settings =
        of("http.read.timeout.ms", "1000", "schema.registry.http.read.timeout.ms", "2000");

    assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void addressesLoseTheirUserAndTheSlashAtTheEnd() {
    HttpSettings settings = of("schema.registry.url", " https://u:p@a:1/x/ ,http://b ");

    assertThat(settings.urls())
        .containsExactly(URI.create("https://a:1/x"), URI.create("http://b"));
    assertThat(settings.credentials().header()).hasValue("Basic dTpw");
    assertThat(settings.toString()).doesNotContain("dTpw", "u:p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a:1", "ftp://u:hunter2@a", "http://", "http://u:hunter2@a b", "http://a,"})
  void whatIsNoAddressIsRefusedWithoutShowingIt(String url) {
    assertThatThrownBy(() -> of("schema.registry.url", url))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("schema.registry.url")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "http.connect.timeout.ms, 0",
    "http.connect.timeout.ms, soon",
    "http.read.timeout.ms, 300001",
    "max.retries, -1",
    "max.retries, 101",
    "retries.wait.ms, -1",
    "retries.max.wait.ms, 99999999999",
    "normalize.schemas, maybe",
    "basic.auth.credentials.source, SASL_INHERIT",
    "basic.auth.credentials.source, USER_INFO",
    "bearer.auth.credentials.source, OAUTHBEARER",
    "bearer.auth.credentials.source, STATIC_TOKEN",
  })
  void aValueThatCannotBeUsedIsNamed(String key, String value) {
    assertThatThrownBy(() -> of(key, value))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key.substring(0, key.indexOf('.')));
  }

  @Test
  void aTokenThatWouldBreakTheHeaderIsRefusedWithoutShowingIt() {
    assertThatThrownBy(
            () ->
                of(
                    "bearer.auth.credentials.source", "STATIC_TOKEN",
                    "bearer.auth.token", "hunter2\r\nX: y"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("bearer.auth.token")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void twoKindsOfCredentialsAreOneTooMany() {
    assertThatThrownBy(
            () ->
                of(
                    "bearer.auth.credentials.source", "STATIC_TOKEN",
                    "basic.auth.credentials.source", "URL"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("only one of");
  }
}
