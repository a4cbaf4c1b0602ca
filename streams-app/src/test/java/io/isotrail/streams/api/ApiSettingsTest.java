package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiSettingsTest {

  @Test
  void listens_on_loopback_alone_unless_told_otherwise() {
    ApiSettings settings = ApiSettings.from(new Settings(Map.of()));

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.openReading()).isFalse();
    assertThat(settings.names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3"})
  void other_addresses_need_a_word_of_the_operator(String host) {
    Map<String, String> alone = Map.of("isotrail.api.host", host);

    assertThatThrownBy(() -> ApiSettings.from(new Settings(alone)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(host)
        .hasMessageContaining("isotrail.api.open-reading=true")
        .hasMessageContaining("isotrail.api.tokens.file");
    assertThat(
            ApiSettings.from(new Settings(alone).with(Map.of("isotrail.api.open-reading", "true")))
                .host())
        .isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.2", "::1"})
  void loopback_addresses_need_nothing(String host) {
    assertThat(ApiSettings.from(new Settings(Map.of("isotrail.api.host", host))).host())
        .isEqualTo(host);
  }

  @Test
  void names_are_a_list_in_any_letter_case() {
    assertThat(
            ApiSettings.from(new Settings(Map.of("isotrail.api.names", "Streams, ,isotrail.test")))
                .names())
        .isEqualTo(Set.of("streams", "isotrail.test"));
  }

  @ParameterizedTest
  @CsvSource({
    "isotrail.api.port, 65536",
    "isotrail.api.port, -1",
    "isotrail.api.maximum-headers, 1",
    "isotrail.api.maximum-body, 1GiB",
    "isotrail.api.maximum-concurrent, 0",
    "isotrail.api.maximum-connections, many",
    "isotrail.api.idle-timeout, 0s",
    "isotrail.api.read-timeout, 2d",
  })
  void a_value_out_of_bounds_is_refused_by_its_key(String key, String value) {
    assertThatThrownBy(() -> ApiSettings.from(new Settings(Map.of(key, value))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key);
  }
}
