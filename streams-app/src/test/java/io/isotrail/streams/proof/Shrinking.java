package io.isotrail.streams.proof;

import io.isotrail.streams.oracle.Histories;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing history short: drops facts and rulings as long as it fails, many at a time first,
 * down to where none can be spared. What remains is told a line each.
 */
final class Shrinking {

  private Shrinking() {}

  /**
   * The shortest that still fails.
   *
   * @param fails whether a claim fails of a history as it did of the first
   */
  static Histories.Sample shortest(Histories.Sample failing, Predicate<Histories.Sample> fails) {
    Histories.Sample facts =
        with(failing, shorter(failing.facts(), some -> fails.test(with(failing, some))));
    return ruledBy(facts, shorter(facts.governance(), some -> fails.test(ruledBy(facts, some))));
  }

  private static <T> List<T> shorter(List<T> all, Predicate<List<T>> fails) {
    List<T> left = all;
    for (int piece = Math.max(1, all.size() / 2); piece > 0; piece /= 2) {
      int from = 0;
      boolean dropped = false;
      while (from < left.size()) {
        List<T> without = new ArrayList<>(left);
        without.subList(from, Math.min(left.size(), from + piece)).clear();
        if (fails.test(without)) {
          left = List.copyOf(without);
          dropped = true;
        } else {
          from += piece;
        }
      }
      if (dropped && piece == 1) {
        piece = 2;
      }
    }
    return left;
  }

  private static Histories.Sample with(Histories.Sample sample, List<io.isotrail.avro.Fact> facts) {
    return new Histories.Sample(
        sample.steps(), sample.rulings(), sample.instants(), facts, sample.governance());
  }

  private static Histories.Sample ruledBy(
      Histories.Sample sample, List<io.isotrail.avro.Governance> governance) {
    return new Histories.Sample(
        sample.steps(), sample.rulings(), sample.instants(), sample.facts(), governance);
  }

  /** What is left of it, without the steps that it was made from. */
  static String told(Histories.Sample sample) {
    StringBuilder text = new StringBuilder();
    sample.facts().forEach(fact -> text.append(fact).append('\n'));
    sample.governance().forEach(ruling -> text.append(ruling).append('\n'));
    return text.append("instants ").append(sample.instants()).toString();
  }
}
