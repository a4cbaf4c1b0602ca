package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Folds the ordered facts of one resource, and what served it, into its generations.
 *
 * <ul>
 *   <li>A create begins a generation; one that is still alive ends there as INFERRED.
 *   <li>A delete ends the living generation; a delete alone creates nothing.
 *   <li>A successful tag, untag, redefinition or inventory observation, and whatever begins to
 *       serve it, proves that something exists: where nothing is alive it begins a generation whose
 *       creation was not seen. In the second of a delete it belongs to what was deleted, because
 *       the order within a second is unknown.
 *   <li>A new generation starts with no old tags.
 * </ul>
 */
final class Lives {

  private final List<Life> lives = new ArrayList<>();
  private @Nullable Life living;
  private @Nullable Life lastEnded;
  private long lastDelete = Long.MIN_VALUE;

  private final int purged;

  private Lives(int purged) {
    this.purged = purged;
  }

  /**
   * The generations of a name.
   *
   * @param servings in any order
   * @param purged number of the last generation before them
   */
  static List<Life> of(Timeline timeline, List<Serving> servings, int purged) {
    if (servings.isEmpty()) {
      Lives lives = new Lives(purged);
      timeline.facts().forEach(lives::read);
      return lives.lives;
    }
    return merged(timeline, servings, purged);
  }

  private static List<Life> merged(Timeline timeline, List<Serving> servings, int purged) {
    List<Serving> inOrder = servings.stream().sorted(Serving.IN_ORDER).toList();
    NavigableSet<Long> touches = new TreeSet<>();
    inOrder.forEach(serving -> touches.add(serving.from()));
    List<Fact> facts = timeline.facts(touches);
    Lives lives = new Lives(purged);
    int next = 0;
    for (Serving serving : inOrder) {
      // What begins to serve comes after all facts of its second.
      while (next < facts.size() && facts.get(next).at() <= serving.from()) {
        lives.read(facts.get(next++));
      }
      lives.bind(serving);
    }
    while (next < facts.size()) {
      lives.read(facts.get(next++));
    }
    return lives.lives;
  }

  /** Whether it shows that the resource exists, though it is no create. */
  static boolean isTrace(Fact.What what) {
    return switch (what) {
      case Fact.Tagged tagged -> true;
      case Fact.Untagged untagged -> true;
      case Fact.Redefined redefined -> true;
      case Fact.Seen seen -> true;
      case Fact.Created created -> false;
      case Fact.Deleted deleted -> false;
      case Fact.Deployed deployed -> false;
      case Fact.Undeployed undeployed -> false;
    };
  }

  private void read(Fact fact) {
    switch (fact.what()) {
      case Fact.Created created -> {
        end(fact.at(), Ending.INFERRED);
        begin(fact.at(), fact.eventId(), fact.name()).create(fact.actor(), created);
      }
      case Fact.Deleted deleted -> {
        end(fact.at(), Ending.DELETED);
        lastDelete = fact.at();
      }
      case Fact.Redefined redefined -> {
        Life life = touched(fact);
        if (life != null) {
          life.redefine(fact.at(), redefined.definition());
        }
      }
      case Fact.Tagged tagged -> {
        Life life = touched(fact);
        if (life != null) {
          life.tag(fact.at(), tagged.tags());
        }
      }
      case Fact.Untagged untagged -> {
        Life life = touched(fact);
        if (life != null) {
          life.untag(fact.at(), untagged.keys());
        }
      }
      case Fact.Seen seen -> {
        Life life = touched(fact);
        if (life != null) {
          life.observe(fact.at(), seen);
        }
      }
      // What serves where belongs to the endpoints' own timelines.
      case Fact.Deployed deployed -> {}
      case Fact.Undeployed undeployed -> {}
    }
  }

  private void bind(Serving serving) {
    if (living != null) {
      living.bind(serving);
    } else if (serving.from() != lastDelete) {
      begin(serving.from(), serving.eventId(), "").bind(serving);
    } else if (lastEnded != null && lastEnded.endedAt(lastDelete)) {
      lastEnded.bind(serving);
    }
  }

  private @Nullable Life touched(Fact fact) {
    if (living != null) {
      return living;
    }
    return fact.at() == lastDelete ? null : begin(fact.at(), fact.eventId(), fact.name());
  }

  private Life begin(long at, String eventId, String name) {
    Life life = new Life(purged + lives.size() + 1, at, eventId, name);
    lives.add(life);
    living = life;
    return life;
  }

  private void end(long at, Ending how) {
    if (living != null) {
      living.end(at, how);
      lastEnded = living;
      living = null;
    }
  }
}
