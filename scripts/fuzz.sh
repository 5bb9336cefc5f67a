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
declare -A seeds=(
  [text]='corpus/*.txt' [markdown]='corpus/*.md' [html]='corpus/*.html'
  [jsonl]='' [front_matter]='' [split]='' [analysis]='corpus/*.md' [stored]=''
  [synonyms]='' [glob]='' [date]='' [query]='' [searcher]='')
# Targets that start from the lines of another's seeds.
declare -A lines=([markdown]=text [analysis]=text [query]=queries
  [searcher]=queries)
targets=("$@")
[ $# -gt 0 ] || targets=(text markdown html jsonl front_matter split analysis
  stored synonyms glob date query searcher)
for target in "${targets[@]}"; do
  [ -n "${seeds[$target]+known}" ] || {
    echo "fuzz.sh: no target '$target'; there are: ${!seeds[*]}" >&2
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
  while IFS= read -r line; do
    number=$((number + 1))
    [ $number -eq 1 ] ||
      printf '%b\n' "$line" >"$scratch/$target/seeds/$number"
  done <"tests/fuzz/seeds/${lines[$target]:-$target}.txt" || return 1
  # shellcheck disable=SC2086  # a pattern, or nothing
  [ -z "${seeds[$target]}" ] || cp ${seeds[$target]} "$scratch/$target/seeds"
}

# Longer than a query may be: run once, since mutating them is slow.
write_long() {
  local many piece number=0
  printf -v many '%6000s' ''
  for piece in 'word ' '(a OR ' '"a b"~5 ' 'in* ru* wo* ' '-a ' 'title:(' '東'
  do
    number=$((number + 1))
    echo "${many// /$piece}" >"$scratch/$1/long/$number"
  done
}

options_of() {
  case $1 in
    query | searcher) echo -max_len=1000 -dict=tests/fuzz/query.dict ;;
    text | markdown | html | jsonl | front_matter | split | analysis)
      echo -max_len=2000 -dict=tests/fuzz/markup.dict ;;
    date | glob) echo -max_len=130 ;;
    *) echo -max_len=1000 ;;
  esac
}

fuzz() {
  local target=$1 run
  mkdir -p "$scratch/$target/seeds" "$scratch/$target/long" \
    "$scratch/$target/found"
  write_seeds "$target" || return 1
  run=("build/fuzz/tests/fuzz/${target}_fuzz" -timeout=20
    -rss_limit_mb=2048 -artifact_prefix="$findings/$target-" -verbosity=0)
  case $target in query | searcher)
    write_long "$target"
    "${run[@]}" "$scratch/$target"/long/* || return 1
    ;;
  esac
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
