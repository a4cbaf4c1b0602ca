#!/bin/sh
# Fills the placeholders of alertmanager.yml, then becomes the given command.
#   ISOTRAIL_ALERT_WEBHOOK  base address of the webhook, e.g. https://alerts.example.com/isotrail
#   ALERTMANAGER_SOURCE, ALERTMANAGER_TARGET, ALERTMANAGER_TOKEN  files; the defaults are the container's
set -eu
source=${ALERTMANAGER_SOURCE:-/etc/isotrail/alertmanager/alertmanager.yml}
target=${ALERTMANAGER_TARGET:-/alertmanager/alertmanager.yml}
token=${ALERTMANAGER_TOKEN:-/etc/alertmanager/secrets/webhook-token}
webhook=${ISOTRAIL_ALERT_WEBHOOK:-}

case $webhook in
  '')
    echo "ISOTRAIL_ALERT_WEBHOOK is not set: alerts are seen on Alertmanager's own page only" >&2
    webhook=http://webhook.invalid
    ;;
  http://* | https://*) ;;
  *)
    echo "ISOTRAIL_ALERT_WEBHOOK must begin with http:// or https://" >&2
    exit 2
    ;;
esac
# These would end the address inside the YAML or the sed expression below.
case $webhook in
  *[!A-Za-z0-9:/._~%?=@+-]*)
    echo "ISOTRAIL_ALERT_WEBHOOK has a character that does not belong into a plain address" >&2
    exit 2
    ;;
esac

umask 077
if [ -s "$token" ]; then
  sed "s|http://webhook\.invalid|${webhook%/}|; s|/etc/alertmanager/secrets/webhook-token|$token|" "$source" >"$target"
else
  sed "s|http://webhook\.invalid|${webhook%/}|; /^    authorization:/,/credentials_file:/d" "$source" >"$target"
fi
exec "$@"
