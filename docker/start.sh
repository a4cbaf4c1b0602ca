#!/bin/sh
# Waits for what another container or person still has to put there, then becomes the launcher.
#   ISOTRAIL_INGEST_SOURCE       dir:PATH is awaited; other sources are not
#   ISOTRAIL_STREAMS_POLICY, ISOTRAIL_STREAMS_EXCEPTIONS  files, awaited where they are set
#   START_SECONDS                how long at most (default 600); then exit 2 with the name
#   START_LAUNCHER               the launcher; the default is the container's
set -eu
# Process 1 has no default reaction to signals.
trap 'exit 143' TERM INT
patience=${START_SECONDS:-600}

await() {
  [ ! -e "$1" ] || return 0
  echo "waiting for $1 to appear (at most $patience s)" >&2
  while [ ! -e "$1" ]; do
    if [ "$patience" -le 0 ]; then
      echo "$1 did not appear: mount a directory that has it, or name another ($2)" >&2
      exit 2
    fi
    patience=$((patience - 1))
    sleep 1
  done
}

case ${ISOTRAIL_INGEST_SOURCE:-} in
  dir:*) await "${ISOTRAIL_INGEST_SOURCE#dir:}" ISOTRAIL_INGEST_SOURCE ;;
esac
if [ -n "${ISOTRAIL_STREAMS_POLICY:-}" ]; then
  await "$ISOTRAIL_STREAMS_POLICY" ISOTRAIL_STREAMS_POLICY
fi
if [ -n "${ISOTRAIL_STREAMS_EXCEPTIONS:-}" ]; then
  await "$ISOTRAIL_STREAMS_EXCEPTIONS" ISOTRAIL_STREAMS_EXCEPTIONS
fi
trap - TERM INT
exec "${START_LAUNCHER:-/opt/isotrail/isotrail}" "$@"
