#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy over the sources, two at a time. Sources that passed before and
# have not changed since, nor the headers that they include, are left out.
set -euo pipefail
cd "$(dirname "$0")/.."

build=build/ci
passed=${XDG_CACHE_HOME:-$HOME/.cache}/ibid-tidy
mkdir -p "$passed"

check() {
  local source=$1 read stamp
  # The source and those of our headers that it includes.
  read=$(g++ -std=c++20 -MM -I. -I/usr/include/libxml2 "$source" |
    tr -d '\\\n' | cut -d: -f2)
  # shellcheck disable=SC2086  # a list of files
  stamp=$passed/$(cat .clang-tidy $read | sha256sum | cut -c1-24)
  [ -e "$stamp" ] && return 0
  clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option \
    "$source" 2>/dev/null || return 1
  touch "$stamp"
}
export -f check
export build passed

git ls-files 'index/*.cc' 'indexer/*.cc' 'searcher/*.cc' |
  xargs -P 2 -I{} bash -c 'check {}'
