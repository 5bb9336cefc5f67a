#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh [SECONDS [TARGET...]]: builds the fuzz targets with clang's libFuzzer
# and runs each, or those named (html, query, ...), for so long (default 60). An
# input that breaks a promise is kept in build/fuzz/findings, its place is told
# at the end, and the run exits with 1.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
case $seconds in '' | 0* | *[!0-9]*)  # libFuzzer takes 0 for no end
  echo "usage: fuzz.sh [SECONDS [TARGET...]]" >&2
  exit 2
  ;;
esac
shift $(($# > 0))
# What each starts from: the columns of the table that the replay programs
# share.
declare -A max_bytes dictionary lines corpus longer
known=()
while read -r target bytes _ words seeds ending pieces; do
  case $target in '#' | '#'*) continue ;; esac
  known+=("$target")
  max_bytes[$target]=$bytes dictionary[$target]=$words lines[$target]=$seeds
  corpus[$target]=$ending longer[$target]=$pieces
done <tests/fuzz/targets.txt
targets=("$@")
[ $# -gt 0 ] || targets=("${known[@]}")
for target in "${targets[@]}"; do
  [ -n "${max_bytes[$target]+known}" ] || {
    echo "fuzz.sh: no target '$target'; there are: ${known[*]}" >&2
    exit 2
  }
done

# One clone's objects serve the next.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
findings=build/fuzz/findings
mkdir -p "$findings"

# Each line of the seeds but the first, a comment, in a file of its own, with a
# line end: the byte that means "no options" to searcher_fuzz.
write_seeds() {
  local target=$1 number=0 line
  [ "${lines[$target]}" = - ] || while IFS= read -r line; do
    number=$((number + 1))
    [ $number -eq 1 ] ||
      printf '%b\n' "$line" >"$scratch/$target/seeds/$number"
  done <"tests/fuzz/seeds/${lines[$target]}.txt" || return 1
  [ "${corpus[$target]}" = - ] ||
    cp corpus/*."${corpus[$target]}" "$scratch/$target/seeds"
}

# Longer than a query may be: run once, since mutating them is slow.
write_long() {
  local many piece number=0
  printf -v many '%6000s' ''
  while IFS= read -r piece; do
    number=$((number + 1))
    printf -v piece '%b' "$piece"
    [ $number -eq 1 ] ||
      echo "${many// /$piece}" >"$scratch/$1/long/$number"
  done <"tests/fuzz/seeds/${longer[$1]}.txt"
}

options_of() {
  echo "-max_len=${max_bytes[$1]}"
  [ "${dictionary[$1]}" = - ] ||
    echo "-dict=tests/fuzz/${dictionary[$1]}.dict"
}

fuzz() {
  local target=$1 run
  mkdir -p "$scratch/$target/seeds" "$scratch/$target/long" \
    "$scratch/$target/found"
  write_seeds "$target" || return 1
  run=("build/fuzz/tests/fuzz/${target}_fuzz" -timeout=20
    -rss_limit_mb=2048 -artifact_prefix="$findings/$target-" -verbosity=0)
  if [ "${longer[$target]}" != - ]; then
    write_long "$target"
    "${run[@]}" "$scratch/$target"/long/* || return 1
  fi
  # shellcheck disable=SC2046  # several words
  "${run[@]}" "$scratch/$target/found" "$scratch/$target/seeds" \
    $(options_of "$target") -max_total_time="$seconds" -print_funcs=0 \
    -print_final_stats=1
}

failed=()
for target in "${targets[@]}"; do
  echo "== $target, $seconds s" >&2
  fuzz "$target" || failed+=("$target")
done
for target in "${failed[@]}"; do
  echo "fuzz.sh: $target broke a promise; to see it again:" >&2
  find "$findings" -name "$target-*" -newer "$scratch/$target/seeds" \
    -printf "  build/fuzz/tests/fuzz/${target}_fuzz %p\n" >&2
done
[ ${#failed[@]} -eq 0 ]
