package io.isotrail.streams.api.access;

import io.isotrail.schemas.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The file with the tokens. */
final class TokenFile {

  private static final long LARGEST = 1 << 20;

  /** A group may read it, since orchestrators hand out secrets so; nobody else may. */
  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private TokenFile() {}

  /**
   * @param key the setting that names the file, for messages
   * @throws SettingsException naming file and mend when it cannot be read, or others can
   */
  static List<Tokens.Entry> read(String key, Path file) {
    try {
      requirePrivate(key, file);
      if (Files.size(file) > LARGEST) {
        throw new SettingsException(key + ": " + file + " has more than " + LARGEST + " bytes");
      }
      // Not Files.lines, whose error about a malformed byte would come in the middle of a stream.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      List<Tokens.Entry> entries = TokenLines.read(key + ": " + file, text.lines());
      if (entries.isEmpty()) {
        throw new SettingsException(
            key + ": " + file + " has no token; write lines of NAME ROLE TOKEN into it");
      }
      return entries;
    } catch (IOException e) {
      // Without the cause's message, which is the path once more.
      throw new SettingsException(
          key + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static void requirePrivate(String key, Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
      throw new SettingsException(
          key
              + ": "
              + file
              + " is open to others ("
              + PosixFilePermissions.toString(permissions)
              + "), so its tokens are no secret; run 'chmod 600 "
              + file
              + "', and replace tokens that others may have read");
    }
  }
}
