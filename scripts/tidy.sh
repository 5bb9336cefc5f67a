#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy over the sources, two at a time, those that were committed last
# first. Sources that passed before and have not changed since, nor the headers
# that they include, are left out; so are those that are not begun within
# IBID_TIDY_MINUTES (15; 0: no limit), whose number is told.
set -euo pipefail
cd "$(dirname "$0")/.."

build=build/ci
passed=${XDG_CACHE_HOME:-$HOME/.cache}/ibid-tidy
minutes=${IBID_TIDY_MINUTES:-15}
left=$(mktemp)
trap 'rm -f "$left"' EXIT
mkdir -p "$passed"

check() {
  local source=$1 read stamp
  # The source and those of our headers that it includes.
  read=$(g++ -std=c++20 -MM -I. -I/usr/include/libxml2 "$source" |
    tr -d '\\\n' | cut -d: -f2)
  # shellcheck disable=SC2086  # a list of files
  stamp=$passed/$(cat .clang-tidy $read | sha256sum | cut -c1-24)
  [ -e "$stamp" ] && return 0
  if [ "$end" -gt 0 ] && [ "$(date +%s)" -ge "$end" ]; then
    echo "$source" >>"$left"
    return 0
  fi
  clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option \
    "$source" 2>/dev/null || return 1
  touch "$stamp"
}
end=0
[ "$minutes" -gt 0 ] && end=$(($(date +%s) + minutes * 60))
export -f check
export build passed left end

# Each once, the newest first; then what no commit names (a shallow clone).
newest_first() {
  { git log --name-only --pretty=format: -- '*.cc'; git ls-files '*.cc'; } |
    awk 'NF && !seen[$0]++' |
    grep -E '^(index|indexer|searcher)/'
}

newest_first | while read -r source; do
  if [ -e "$source" ]; then echo "$source"; fi
done | xargs -P 2 -I{} bash -c 'check {}'
if [ -s "$left" ]; then
  echo "clang-tidy: $(wc -l <"$left") sources not looked at within" \
    "$minutes minutes; IBID_TIDY_MINUTES=0 scripts/tidy.sh takes the rest" >&2
fi
