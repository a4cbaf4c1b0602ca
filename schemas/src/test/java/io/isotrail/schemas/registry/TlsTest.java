package io.isotrail.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.SettingsException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {

  private static final String PASSWORD = "changeit-please";

  @TempDir private Path directory;

  @Test
  void theTruststoreThatIsNamedIsTrusted() throws Exception {
    Path store = keyStore("localhost");
    try (FakeRegistry server = new FakeRegistry(context(store));
        SchemaRegistry registry = open(server.url(), trusting(store, PASSWORD))) {
      assertThat(registry.register("a-value", TestSchemas.FIRST)).isEqualTo(1);
    }
  }

  @Test
  void withoutItTheRegistryIsNotBelieved() throws Exception {
    try (FakeRegistry server = new FakeRegistry(context(keyStore("localhost")));
        SchemaRegistry registry = open(server.url(), Map.of())) {
      assertThatThrownBy(() -> registry.register("a-value", TestSchemas.FIRST))
          .isInstanceOf(RegistryAwayException.class)
          .hasMessageContaining("SSL");
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherHostIsNotBelieved() throws Exception {
    Path store = keyStore("elsewhere.example");
    try (FakeRegistry server = new FakeRegistry(context(store));
        SchemaRegistry registry = open(server.url(), trusting(store, PASSWORD))) {
      assertThatThrownBy(() -> registry.register("a-value", TestSchemas.FIRST))
          .isInstanceOf(RegistryAwayException.class);
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsAnErrorOfTheSettingsAndIsNotShown() throws Exception {
    Path store = keyStore("localhost");

    assertThatThrownBy(() -> open("https://localhost:1", trusting(store, "wrong-password")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("schema.registry.ssl")
        .hasMessageNotContaining("wrong-password");
  }

  @Test
  void hostNamesAreAlwaysChecked() {
    assertThatThrownBy(
            () ->
                open(
                    "https://localhost:1",
                    Map.of("schema.registry.ssl.endpoint.identification.algorithm", "")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("host names are always checked");
  }

  private static SchemaRegistry open(String url, Map<String, String> more) {
    Map<String, String> configs = new HashMap<>(more);
    configs.put("schema.registry.url", url);
    configs.put("max.retries", "0");
    return SchemaRegistry.open(configs);
  }

  private static Map<String, String> trusting(Path store, String password) {
    return Map.of(
        "schema.registry.ssl.truststore.location",
        store.toString(),
        "schema.registry.ssl.truststore.password",
        password,
        "schema.registry.ssl.truststore.type",
        "PKCS12");
  }

  private Path keyStore(String host) throws Exception {
    Path store = directory.resolve(host + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(() -> "keytool").isZero();
    return store;
  }

  private static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
