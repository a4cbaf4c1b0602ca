package io.isotrail.streams.oracle;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.Seen;
import java.util.ArrayList;
import java.util.List;

/** Tells the facts of steps, with the copies and addenda that arrive of each. */
final class Telling {

  private static final List<Facts.Place> PLACES =
      List.of(
          new Facts.Place("aws", "111111111111", "eu-central-1"),
          new Facts.Place("aws", "222222222222", "us-east-1"),
          new Facts.Place("aws-cn", "333333333333", "cn-north-1"),
          new Facts.Place("aws-us-gov", "444444444444", "us-gov-west-1"));

  private final List<Long> instants;
  private final int places;
  private final List<Fact> facts = new ArrayList<>();
  private int told;

  private Telling(List<Long> instants, int places) {
    this.instants = instants;
    this.places = places;
  }

  static List<Fact> of(List<Step> steps, List<Long> instants, int places) {
    Telling telling = new Telling(instants, places);
    steps.forEach(telling::tell);
    return List.copyOf(telling.facts);
  }

  private void tell(Step step) {
    String eventId = "%02d-%04d".formatted(step.id(), told++);
    Fact fact = fact(step, eventId);
    Fact other = fact(step.otherwise(), eventId);
    switch (step.echo()) {
      case 8 -> add(fact, from(fact, Origin.EVENTBRIDGE, "bus"));
      case 9 -> add(fact, from(other, Origin.EVENTBRIDGE, "bus"));
      case 10 -> add(fact, from(other, fact.getOrigin(), "s3://second-trail/o.json.gz"));
      case 11 -> add(fact, from(fact, fact.getOrigin(), "s3://second-trail/o.json.gz"));
      case 12 -> add(fact, from(other, Origin.EVENTBRIDGE, "bus"), otherActor(fact));
      case 13, 14, 15, 16, 17 -> amend(step, fact);
      default -> facts.add(fact);
    }
  }

  private void add(Fact... copies) {
    facts.addAll(List.of(copies));
  }

  /** What an addendum says of an event of the same resource. */
  private void amend(Step step, Fact fact) {
    Fact sameSecond = addendum(step.otherwise(), fact, "a");
    Fact later = addendum(step.otherwise().otherwise().later(1), fact, "b");
    // Neither an inventory nor a pipeline has addenda, or writes them.
    if (!List.of(fact, sameSecond, later).stream().allMatch(Telling::isOfCloudTrail)) {
      facts.add(fact);
      return;
    }
    switch (step.echo()) {
      case 13 -> add(fact, sameSecond);
      case 14 -> add(fact, later);
      case 15 -> add(later, sameSecond, fact);
      case 16 -> add(sameSecond);
      default -> add(fact, sameSecond, from(later, Origin.EVENTBRIDGE, "bus"), later);
    }
  }

  private static boolean isOfCloudTrail(Fact fact) {
    return fact.getOrigin() != Origin.INVENTORY && fact.getOrigin() != Origin.PIPELINE;
  }

  private Fact addendum(Step step, Fact original, String mark) {
    return Facts.hashed(
        Fact.newBuilder(fact(step, "%02d-%s%04d".formatted(99 - step.id(), mark, told - 1)))
            .setName(original.getName())
            .setAmends(original.getEventId()));
  }

  private static Fact from(Fact fact, Origin origin, String source) {
    return Fact.newBuilder(fact).setOrigin(origin).setSource(source).build();
  }

  private static Fact otherActor(Fact fact) {
    return Facts.hashed(Fact.newBuilder(fact).setActor("arn:aws:iam::999999999999:role/other"));
  }

  private Fact fact(Step step, String eventId) {
    Subject subject = Subject.of(step);
    Object body = Bodies.of(step, subject);
    Fact fact =
        Facts.of(
            PLACES.get(step.place() % places),
            subject.kind(),
            subject.name(),
            instants.get(step.moment() % instants.size()),
            eventId,
            subject.operation(),
            body);
    return switch (body) {
      case Seen seen -> from(fact, Origin.INVENTORY, "inventory");
      case Rejected rejected -> rejection(fact, rejected, step);
      default -> fact;
    };
  }

  private static Fact rejection(Fact fact, Rejected rejected, Step step) {
    Origin origin = rejected.getPipeline() == null ? Origin.S3 : Origin.PIPELINE;
    // Few actors, so that the same one tries again.
    String actor = "arn:aws:sts::111111111111:assumed-role/ci/" + step.place();
    return Facts.hashed(Fact.newBuilder(fact).setActor(actor).setOrigin(origin));
  }
}
