package io.isotrail.ingest.integrity;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.given.SignedTrail;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trail in memory; the first bucket of the alphabet is the one that is verified. */
class MemoryArchive implements Archive {

  private final Map<String, SignedTrail.Stored> objects;
  private final String bucket;

  MemoryArchive(Map<String, SignedTrail.Stored> objects, String bucket) {
    this.objects = objects;
    this.bucket = bucket;
  }

  @Override
  public List<ObjectName> folders() {
    return names(bucket).map(DigestName::folder).distinct().toList();
  }

  private java.util.stream.Stream<DigestName> names(String of) {
    return objects.keySet().stream()
        .filter(name -> name.startsWith(of + "/"))
        .map(name -> DigestName.parse(of, name.substring(of.length() + 1)))
        .flatMap(Optional::stream);
  }

  @Override
  public List<DigestName> digests(ObjectName folder, LocalDate from, LocalDate to) {
    return names(folder.bucket())
        .filter(name -> name.folder().equals(folder))
        .filter(
            name -> {
              LocalDate day = LocalDate.ofInstant(name.end(), ZoneOffset.UTC);
              return !day.isBefore(from) && !day.isAfter(to);
            })
        .toList();
  }

  @Override
  public Stored open(ObjectName object) throws FetchException {
    SignedTrail.Stored stored = objects.get(object.bucket() + "/" + object.key());
    if (stored == null) {
      throw new FetchException(FetchException.Kind.NOT_FOUND, object + " does not exist");
    }
    return new Stored(new ByteArrayInputStream(stored.content()), stored.signature());
  }

  @Override
  public boolean keepsSignatures() {
    return true;
  }
}
