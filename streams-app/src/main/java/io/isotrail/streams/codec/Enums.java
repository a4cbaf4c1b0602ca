package io.isotrail.streams.codec;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import org.jspecify.annotations.Nullable;

/** Enumerations have the same names on both sides; a name that only one side has is an error. */
final class Enums {

  private Enums() {}

  static Isolation isolation(io.isotrail.avro.Isolation isolation) {
    return Isolation.valueOf(isolation.name());
  }

  static io.isotrail.avro.Isolation isolation(Isolation isolation) {
    return io.isotrail.avro.Isolation.valueOf(isolation.name());
  }

  static Status status(io.isotrail.avro.Status status) {
    return Status.valueOf(status.name());
  }

  static io.isotrail.avro.Status status(Status status) {
    return io.isotrail.avro.Status.valueOf(status.name());
  }

  static @Nullable Ending ending(io.isotrail.avro.@Nullable Ending ending) {
    return ending == null ? null : Ending.valueOf(ending.name());
  }

  static io.isotrail.avro.@Nullable Ending ending(@Nullable Ending ending) {
    return ending == null ? null : io.isotrail.avro.Ending.valueOf(ending.name());
  }

  static @Nullable Severity severity(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return Severity.ofWord(word)
        .orElseThrow(() -> new IllegalArgumentException("no severity is called " + word));
  }

  static @Nullable String word(@Nullable Severity severity) {
    return severity == null ? null : severity.word();
  }
}
