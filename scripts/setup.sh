#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the packages of a list that are missing, and only those. The list is
# packages.txt, what ibid needs, or the one named.
set -euo pipefail
cd "$(dirname "$0")/.."
list=${1:-scripts/packages.txt}

missing=()
while read -r name _; do
  case "$name" in '' | \#*) continue ;; esac
  status=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$name")
done <"$list"
[ ${#missing[@]} -gt 0 ] || exit 0

echo "These Debian packages are missing:" >&2
for name in "${missing[@]}"; do
  grep -E "^$name +#" "$list" | sed 's/^/  /' >&2
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
