package io.isotrail.ingest.status;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who tells of one source on the status topic: the source itself, or {@code SOURCE#INSTANCE}. */
final class Tellers {

  private final String source;
  private final Map<String, Progress> told;
  private final Map<String, Long> lastWords = new HashMap<>();

  Tellers(String source, Map<String, Progress> told) {
    this.source = source;
    this.told = told;
    told.forEach(
        (key, progress) -> {
          if (progress.getBody() instanceof SourceStatus) {
            teller(key, progress).ifPresent(who -> lastWords.put(who, progress.getWrittenAt()));
          }
        });
  }

  /** Who told this of the source; empty for what is of another source, or of none. */
  Optional<String> teller(String key, Progress progress) {
    return switch (progress.getBody()) {
      case SourceStatus status -> between(status.getSource(), key, "source/", "");
      case FeedStatus feed ->
          between(feed.getSource(), key, "feed/", "/" + feed.getAccount() + "/" + feed.getRegion());
      case IntegrityStatus trail ->
          between(
              trail.getSource(),
              key,
              "integrity/",
              "/" + trail.getAccount() + "/" + trail.getRegion() + "/" + trail.getTrail());
      default -> Optional.empty();
    };
  }

  private Optional<String> between(String of, String key, String before, String after) {
    return of.equals(source)
            && key.length() >= before.length() + after.length()
            && key.startsWith(before)
            && key.endsWith(after)
        ? Optional.of(key.substring(before.length(), key.length() - after.length()))
        : Optional.empty();
  }

  /** Those that said something after an instant, in epoch seconds. */
  Set<String> heardAfter(long instant) {
    return lastWords.entrySet().stream()
        .filter(word -> word.getValue() > instant)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Keys of the source and its feeds whose teller is none of these. */
  Set<String> keysOfOthers(Set<String> living) {
    return told.entrySet().stream()
        .filter(entry -> !(entry.getValue().getBody() instanceof IntegrityStatus))
        .filter(
            entry ->
                teller(entry.getKey(), entry.getValue())
                    .filter(who -> !living.contains(who))
                    .isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
