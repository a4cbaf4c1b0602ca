package io.isotrail.streams;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How many standby replicas the group has. With the protocol {@code streams} the broker assigns the
 * tasks, so the number is kept there, as configuration of the group, and not in the client.
 */
final class GroupStandbys {

  private static final String KEY = "streams.num.standby.replicas";
  private static final long ANSWER_SECONDS = 10;

  private GroupStandbys() {}

  /**
   * Sets the number, unless it is in force already: whoever leaves it at what the broker gives
   * needs no right to alter it.
   *
   * @throws IllegalStateException when it cannot; the message names the mend
   */
  static void set(Admin admin, String group, int replicas) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    String wanted = Integer.toString(replicas);
    try {
      Map<ConfigResource, Config> found = answer(admin.describeConfigs(List.of(resource)).all());
      ConfigEntry entry =
          found.values().stream().findFirst().map(each -> each.get(KEY)).orElse(null);
      if (entry != null && wanted.equals(entry.value())) {
        return;
      }
      Collection<AlterConfigOp> change =
          List.of(new AlterConfigOp(new ConfigEntry(KEY, wanted), AlterConfigOp.OpType.SET));
      answer(admin.incrementalAlterConfigs(Map.of(resource, change)).all());
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "cannot set %s=%s on the group %s: %s. Lower %s (the broker allows %s), let this principal"
                  .formatted(
                      KEY,
                      wanted,
                      group,
                      cause.getMessage(),
                      StreamsSettings.STANDBY_REPLICAS.key(),
                      "group.streams.max.standby.replicas")
              + " describe and alter the configuration of the group, or set "
              + StreamsSettings.GROUP_PROTOCOL.key()
              + "=classic",
          e);
    }
  }

  private static <T> T answer(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
