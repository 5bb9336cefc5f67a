#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the packages of packages.txt that are missing, and only those.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
while read -r name _; do
  case "$name" in '' | \#*) continue ;; esac
  status=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$name")
done <scripts/packages.txt
[ ${#missing[@]} -gt 0 ] || exit 0

echo "ibid needs these Debian packages:" >&2
for name in "${missing[@]}"; do
  grep -E "^$name +#" scripts/packages.txt | sed 's/^/  /' >&2
done

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Install them as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
