package io.isotrail.ingest.status;

import io.isotrail.avro.IntegrityStatus;
import java.util.List;

/** Goes on with what was told of trails, by itself before a restart or by instances that ended. */
public interface Successor {

  /** What it told itself, or an instance told that has ended: its own from now on. */
  void takeOver(IntegrityStatus told);

  /**
   * What other instances of the source tell; replaces what they told before.
   *
   * @param living how many of them live, those included that have told of no trail
   */
  void others(List<IntegrityStatus> told, int living);
}
