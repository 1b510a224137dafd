#!/usr/bin/env bash
# Makes the secrets that compose.yaml mounts, each in a file of its own, and leaves those that are there.
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd -P)/secrets
mkdir -p "$folder"
# Only the owner comes in; the files themselves are read by the containers' own users.
chmod 700 "$folder"
for name in postgres_password everfill_db_password everfill_token grafana_password; do
  if [ ! -s "$folder/$name" ]; then
    od -vN 24 -An -tx1 /dev/urandom | tr -d ' \n' >"$folder/$name"
    chmod 644 "$folder/$name"
    echo "made $folder/$name"
  fi
done
