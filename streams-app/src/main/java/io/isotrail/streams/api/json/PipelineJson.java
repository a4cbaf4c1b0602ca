package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.view.View;
import java.util.List;

/** How far the pipeline has come. */
public final class PipelineJson {

  private PipelineJson() {}

  /** The answer of {@code /readyz}: {@code {"ready","components":[{"name","ok","message"}]}}. */
  public static ObjectNode readiness(View.Completeness completeness) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("ready", completeness.ready());
    components(node, completeness);
    return node;
  }

  /** The answer of {@code GET /api/v1/feeds}. */
  public static ObjectNode feeds(
      List<FeedStatus> feeds, List<SourceStatus> sources, View.Completeness completeness) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("complete", completeness.complete());
    components(node, completeness);
    ArrayNode sourceItems = node.putArray("sources");
    for (SourceStatus source : sources) {
      sourceItems
          .addObject()
          .put("source", source.getSource())
          .put("live", source.getLive())
          .put("endReached", source.getEndReached())
          .put("discovered", source.getDiscovered())
          .put("settled", source.getSettled())
          .put("failed", source.getFailed());
    }
    ArrayNode feedItems = node.putArray("feeds");
    for (FeedStatus feed : feeds) {
      ObjectNode item = feedItems.addObject();
      item.put("source", feed.getSource());
      item.put("account", feed.getAccount());
      item.put("region", feed.getRegion());
      Times.put(item, "firstEventAt", feed.getFirstEventAt());
      Times.put(item, "lastEventAt", feed.getLastEventAt());
      Times.put(item, "lastObjectAt", feed.getLastObjectAt());
    }
    return node;
  }

  private static void components(ObjectNode node, View.Completeness completeness) {
    ArrayNode components = node.putArray("components");
    for (View.Component component : completeness.components()) {
      components
          .addObject()
          .put("name", component.name())
          .put("ok", component.ok())
          .put("message", component.message());
    }
  }
}
