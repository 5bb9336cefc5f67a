#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy over the sources, two at a time. Files whose text and headers
# have not changed since they last passed are left out.
set -euo pipefail
cd "$(dirname "$0")/.."

build=build/ci
passed=${XDG_CACHE_HOME:-$HOME/.cache}/ibid-tidy
mkdir -p "$passed"

check() {
  local source=$1 stamp
  stamp=$passed/$(
    cat "$source" .clang-tidy index/*.h indexer/*.h indexer/formats/*.h \
      searcher/*.h | sha256sum | cut -c1-24
  )
  [ -e "$stamp" ] && return 0
  clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option \
    "$source" 2>/dev/null || return 1
  touch "$stamp"
}
export -f check
export build passed

git ls-files 'index/*.cc' 'indexer/*.cc' 'searcher/*.cc' |
  xargs -P 2 -I{} bash -c 'check {}'
