package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be told of the page without a browser. */
class PageFilesTest {

  private static final List<String> SCRIPTS =
      List.of("page.js", "tiles.js", "trends.js", "violations.js", "detail.js", "words.js");

  private final RunningServer server = new RunningServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void loads_only_what_this_server_has() throws Exception {
    String page = server.get("/").body();
    Matcher matcher = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page);
    int found = 0;
    while (matcher.find()) {
      found++;
      assertThat(matcher.group(1)).startsWith("/");
      assertThat(server.get(matcher.group(1)).statusCode()).as(matcher.group(1)).isEqualTo(200);
    }
    assertThat(found).isGreaterThan(3);
    for (String script : SCRIPTS) {
      Matcher imports =
          Pattern.compile("from \"\\./([^\"]+)\"").matcher(server.get("/assets/" + script).body());
      while (imports.find()) {
        assertThat(SCRIPTS).contains(imports.group(1));
      }
    }
  }

  @Test
  void has_nothing_inline_that_the_content_policy_forbids() throws Exception {
    assertThat(server.get("/").body())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain("<style")
        .doesNotContainPattern("\\s(on\\w+|style)=\"");
  }

  @Test
  void never_makes_markup_of_data() throws Exception {
    for (String script : SCRIPTS) {
      assertThat(server.get("/assets/" + script).body())
          .as(script)
          .doesNotContainPattern(
              "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|Function\\(|parseFromString");
    }
  }

  @Test
  void is_asked_for_again_after_an_upgrade() throws Exception {
    assertThat(server.get("/").headers().firstValue("Cache-Control")).contains("no-cache");
  }
}
