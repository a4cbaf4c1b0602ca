package io.isotrail.ingest.integrity;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.integrity.Archive.Stored;
import java.io.IOException;

/** Judges one log by the hash that a valid digest gives it. */
final class LogCheck {

  private final Archive archive;
  private final long mostBytes;

  LogCheck(Archive archive, long mostBytes) {
    this.archive = archive;
    this.mostBytes = mostBytes;
  }

  Result check(Chain chain, ObjectName digest, Digest.Log log) throws InterruptedException {
    try (Stored stored = archive.open(log.place())) {
      String hash = Inflating.hash(stored.body(), mostBytes);
      return hash.equals(log.hash())
          ? new Result.ValidLog(chain, log.place())
          : new Result.InvalidLog(chain, log.place(), digest, Fault.HASH, "");
    } catch (Inflating.BadContentException e) {
      return new Result.InvalidLog(
          chain, log.place(), digest, Fault.FORMAT, String.valueOf(e.getMessage()));
    } catch (FetchException e) {
      return e.kind() == FetchException.Kind.NOT_FOUND
          ? new Result.MissingLog(chain, log.place(), digest)
          : new Result.Unproven(chain, log.place(), e.explanation());
    } catch (IOException e) {
      return new Result.Unproven(chain, log.place(), "it cannot be read on");
    }
  }
}
