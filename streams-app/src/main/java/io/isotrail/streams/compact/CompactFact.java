package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Isolation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One fact in bytes. The numbers of the sorts are part of the format. */
// The format is the order of the constants; they are only ever appended.
@SuppressWarnings("EnumOrdinal")
final class CompactFact {

  private static final int CREATED = 0;
  private static final int TAGGED = 1;
  private static final int UNTAGGED = 2;
  private static final int DELETED = 3;
  private static final int DEPLOYED = 4;
  private static final int UNDEPLOYED = 5;
  private static final int SEEN = 6;
  private static final int REDEFINED = 7;
  private static final int SORTS = 8;

  private static final Fact.Origin[] ORIGINS = Fact.Origin.values();
  private static final Isolation[] ISOLATIONS = Isolation.values();
  private static final @Nullable Boolean[] ANSWERS = {null, false, true};

  private CompactFact() {}

  static void write(Fact fact, CompactWriter to) {
    to.identifier(fact.account());
    to.identifier(fact.eventId());
    to.optionalIdentifier(fact.amends());
    to.number(fact.at());
    to.text(fact.operation());
    to.text(fact.name());
    to.text(fact.actor());
    to.single(fact.origin().ordinal());
    to.identifier(fact.contentHash());
    to.texts(fact.sources());
    write(fact.what(), to);
  }

  private static void write(Fact.What what, CompactWriter to) {
    switch (what) {
      case Fact.Created created -> {
        to.single(CREATED);
        write(created, to);
      }
      case Fact.Redefined redefined -> {
        to.single(REDEFINED);
        write(redefined.definition(), to);
      }
      case Fact.Tagged tagged -> {
        to.single(TAGGED);
        to.textsByKey(tagged.tags());
      }
      case Fact.Untagged untagged -> {
        to.single(UNTAGGED);
        to.texts(untagged.keys());
      }
      case Fact.Deleted ignored -> to.single(DELETED);
      case Fact.Deployed deployed -> {
        to.single(DEPLOYED);
        to.optionalText(deployed.endpointConfig());
        to.optionalText(deployed.endpoint());
        to.texts(deployed.models());
      }
      case Fact.Undeployed ignored -> to.single(UNDEPLOYED);
      case Fact.Seen seen -> {
        to.single(SEEN);
        write(seen, to);
      }
    }
  }

  private static void write(Fact.Created created, CompactWriter to) {
    to.single(created.isolation().ordinal());
    to.single(created.hidden() ? 1 : 0);
    answer(created.vpc(), to);
    answer(created.interContainerEncryption(), to);
    to.textsByKey(created.tags());
    to.texts(created.images());
    to.texts(created.modelPackages());
    to.texts(created.models());
    to.optionalText(created.definition());
    to.optionalText(created.definitionKind());
  }

  private static void write(Fact.Seen seen, CompactWriter to) {
    to.single(seen.isolation().ordinal());
    to.optionalNumber(seen.createdAt());
    answer(seen.vpc(), to);
    answer(seen.interContainerEncryption(), to);
    Map<String, String> tags = seen.tags();
    to.single(tags == null ? 0 : 1);
    if (tags != null) {
      to.textsByKey(tags);
    }
    to.texts(seen.images());
    to.texts(seen.modelPackages());
  }

  static void answer(@Nullable Boolean answer, CompactWriter to) {
    to.single(answer == null ? 0 : answer ? 2 : 1);
  }

  static @Nullable Boolean answer(CompactReader from) {
    return ANSWERS[from.oneOf(ANSWERS.length)];
  }

  static Isolation isolation(CompactReader from) {
    return ISOLATIONS[from.oneOf(ISOLATIONS.length)];
  }

  static Fact read(CompactReader from) {
    return new Fact(
        from.text(),
        from.text(),
        from.optionalText(),
        from.number(),
        from.text(),
        from.text(),
        from.text(),
        ORIGINS[from.oneOf(ORIGINS.length)],
        from.text(),
        sources(from),
        what(from));
  }

  private static SortedSet<String> sources(CompactReader from) {
    List<String> sources = from.texts();
    return Collections.unmodifiableSortedSet(new TreeSet<>(sources));
  }

  private static Fact.What what(CompactReader from) {
    return switch (from.oneOf(SORTS)) {
      case CREATED -> created(from);
      case TAGGED -> new Fact.Tagged(from.textsByKey());
      case UNTAGGED -> new Fact.Untagged(from.texts());
      case DELETED -> new Fact.Deleted();
      case DEPLOYED -> new Fact.Deployed(from.optionalText(), from.optionalText(), from.texts());
      case UNDEPLOYED -> new Fact.Undeployed();
      case SEEN -> seen(from);
      case REDEFINED -> new Fact.Redefined(created(from));
      default -> throw CompactReader.damaged("no such sort of fact");
    };
  }

  private static Fact.Created created(CompactReader from) {
    return new Fact.Created(
        isolation(from),
        from.flag(),
        answer(from),
        answer(from),
        from.textsByKey(),
        from.texts(),
        from.texts(),
        from.texts(),
        from.optionalText(),
        from.optionalText());
  }

  private static Fact.Seen seen(CompactReader from) {
    return new Fact.Seen(
        isolation(from),
        from.optionalNumber(),
        answer(from),
        answer(from),
        from.flag() ? from.textsByKey() : null,
        from.texts(),
        from.texts());
  }
}
