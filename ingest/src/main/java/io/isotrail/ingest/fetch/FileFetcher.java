package io.isotrail.ingest.fetch;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Opens files. */
public final class FileFetcher implements ObjectFetcher {

  @Override
  public Fetched fetch(ObjectId object) throws FetchException {
    try {
      FileChannel file = FileChannel.open(Path.of(object.key()), StandardOpenOption.READ);
      try {
        long size = file.size();
        return new Fetched(new WholeBody(Channels.newInputStream(file), size, object.name()), size);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new FetchException(
          FetchException.Kind.NOT_FOUND, object.name() + " is not there any more", e);
    } catch (AccessDeniedException e) {
      throw new FetchException(
          FetchException.Kind.ACCESS_DENIED, object.name() + " may not be read", e);
    } catch (IOException e) {
      throw new FetchException(
          FetchException.Kind.UNAVAILABLE, object.name() + " cannot be opened", e);
    }
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
