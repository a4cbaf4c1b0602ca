package io.isotrail.app.simulate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who works in one place for some minutes: the same few sessions call again and again, which is why
 * real log files compress as well as they do.
 *
 * @param roles {@code userIdentity} of sessions of roles
 * @param users {@code userIdentity} of users
 */
record Crew(List<byte[]> roles, List<byte[]> users) {

  private static final int ROLES = 8;
  private static final int USERS = 3;
  private static final long LONGEST_SESSION = 3000;
  private static final List<String> NAMES =
      List.of("orders-exec", "billing-exec", "etl-daily", "eks-node", "terraform", "Observability");

  /**
   * @param at when the first of its calls may be, epoch seconds
   */
  static Crew of(Place place, long at, Dice dice) {
    return new Crew(some(ROLES, () -> role(place, at, dice)), some(USERS, () -> user(place, dice)));
  }

  private static List<byte[]> some(int count, Supplier<String> one) {
    return Stream.generate(one)
        .limit(count)
        .map(text -> text.getBytes(StandardCharsets.US_ASCII))
        .toList();
  }

  private static String role(Place place, long at, Dice dice) {
    return """
        {"type":"AssumedRole","principalId":"PRINCIPAL:SESSION",\
        "arn":"arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION","accountId":"ACCOUNT",\
        "accessKeyId":"ASIAKEY","sessionContext":{"sessionIssuer":{"type":"Role",\
        "principalId":"PRINCIPAL","arn":"arn:aws:iam::ACCOUNT:role/NAME","accountId":"ACCOUNT",\
        "userName":"NAME"},"attributes":{"creationDate":"SINCE","mfaAuthenticated":"false"}}}"""
        .replace("PRINCIPAL", "AROA" + dice.key(17))
        .replace("SESSION", dice.chance(0.5) ? "i-" + dice.hex(17) : "session-" + dice.digits(10))
        .replace("ACCOUNT", place.account())
        .replace("ASIAKEY", "ASIA" + dice.key(16))
        .replace("NAME", dice.pick(NAMES))
        .replace("SINCE", Instants.text(at - dice.between(60, LONGEST_SESSION)));
  }

  private static String user(Place place, Dice dice) {
    return """
        {"type":"IAMUser","principalId":"AIDAPRINCIPAL","arn":"arn:aws:iam::ACCOUNT:user/NAME",\
        "accountId":"ACCOUNT","accessKeyId":"AKIAKEY","userName":"NAME"}"""
        .replace("AIDAPRINCIPAL", "AIDA" + dice.key(17))
        .replace("ACCOUNT", place.account())
        .replace("AKIAKEY", "AKIA" + dice.key(16))
        .replace("NAME", "operator-" + dice.below(6));
  }
}
