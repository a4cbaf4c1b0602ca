package io.isotrail.app.conservation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** A producer that fails as Kafka's does: before a record was written, or after. */
final class FaultyProducer {

  private final Producer<byte[], byte[]> producer;
  private final Supplier<Fault> faults;
  private final AtomicBoolean severed = new AtomicBoolean();

  FaultyProducer(Producer<byte[], byte[]> producer, Supplier<Fault> faults) {
    this.producer = producer;
    this.faults = faults;
  }

  /** Takes nothing any more and tells nobody of anything: its process is dead. */
  void sever() {
    severed.set(true);
  }

  @SuppressWarnings("unchecked") // The interface has this one type here.
  Producer<byte[], byte[]> proxy() {
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (_, method, arguments) -> {
              if (method.getName().equals("send") && arguments.length == 2) {
                return send((ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1]);
              }
              try {
                return method.invoke(producer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Object send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    if (severed.get()) {
      throw new KafkaException("severed");
    }
    return switch (faults.get()) {
      case RESET -> throw new KafkaException("told to");
      case FAILED, SLOW_DOWN -> {
        callback.onCompletion(null, new TimeoutException("told to, before it was written"));
        yield new CompletableFuture<>();
      }
      case LOST, CUT ->
          producer.send(
              record,
              (_, _) ->
                  answer(
                      () ->
                          callback.onCompletion(
                              null, new TimeoutException("told to, after it was written"))));
      case NONE, SLOW, PARTIAL ->
          producer.send(
              record,
              (metadata, problem) -> answer(() -> callback.onCompletion(metadata, problem)));
    };
  }

  private void answer(Runnable telling) {
    if (!severed.get()) {
      telling.run();
    }
  }
}
