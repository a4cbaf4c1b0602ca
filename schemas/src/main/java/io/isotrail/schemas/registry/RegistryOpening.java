package io.isotrail.schemas.registry;

import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;

/** Which registry an address stands for. */
final class RegistryOpening {

  private static final String FILE = "file:";

  private RegistryOpening() {}

  static SchemaRegistry open(Map<String, ?> configs) {
    GivenKeys keys = new GivenKeys(configs);
    String url =
        keys.text("url")
            .orElseThrow(
                () ->
                    new SettingsException(
                        "schema.registry.url is needed: http://host:port, file:PATH or"
                            + " memory://NAME"));
    if (url.startsWith(MemoryRegistry.SCHEME)) {
      return MemoryRegistry.named(nonEmpty(url.substring(MemoryRegistry.SCHEME.length())));
    }
    int most = keys.whole("max.schemas.per.subject", 1000, 1, 1_000_000);
    if (url.startsWith(FILE)) {
      String path = nonEmpty(url.substring(FILE.length()));
      return new FileRegistry(Path.of(path.startsWith("//") ? path.substring(2) : path));
    }
    return new CachingRegistry(new HttpRegistry(HttpSettings.from(keys)), most);
  }

  private static String nonEmpty(String name) {
    if (name.isEmpty()) {
      throw new SettingsException(
          "schema.registry.url: a name is needed after memory://, and a path after file:");
    }
    return name;
  }
}
