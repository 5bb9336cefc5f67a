#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh [SECONDS]: builds the fuzz targets with clang's libFuzzer and runs
# each for so long (default 60). An input that breaks a promise is kept in
# build/fuzz/findings, and ends the run with exit 1.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
case $seconds in '' | *[!0-9]*)
  echo "usage: fuzz.sh [SECONDS]" >&2
  exit 2
  ;;
esac

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
mkdir "$scratch/seeds" "$scratch/long"

# Each line of the seeds in a file of its own, with a line end: the byte that
# means "no options" to searcher_fuzz.
number=0
while IFS= read -r line; do
  case $line in '# '*) continue ;; esac
  printf '%b\n' "$line" >"$scratch/seeds/$((++number))"
done <tests/fuzz/seeds/queries.txt
# Longer than a query may be: run once, since mutating them is slow.
printf -v many '%6000s' ''
for piece in 'word ' '(a OR ' '"a b"~5 ' 'in* ru* wo* ' '-a ' 'title:(' '東'; do
  echo "${many// /$piece}" >"$scratch/long/$((++number))"
done

findings=build/fuzz/findings
mkdir -p "$findings"
failed=0
for target in query_fuzz searcher_fuzz; do
  echo "== $target, $seconds s" >&2
  mkdir "$scratch/$target"
  run=("build/fuzz/tests/fuzz/$target" -timeout=20 -rss_limit_mb=2048
    -artifact_prefix="$findings/$target-" -verbosity=0)
  "${run[@]}" "$scratch"/long/* || failed=1
  "${run[@]}" "$scratch/$target" "$scratch/seeds" -max_len=1000 \
    -dict=tests/fuzz/query.dict -max_total_time="$seconds" \
    -print_funcs=0 -print_final_stats=1 || failed=1
done
exit "$failed"
