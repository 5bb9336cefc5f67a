#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds ibid and runs every test: layout, static analysis, unit tests, stories
# of the programs, the same under AddressSanitizer and UBSan, and what has
# threads under ThreadSanitizer. With IBID_FUZZ_SECONDS it also fuzzes each
# target for so long.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
# One clone's objects serve the next.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
step() { echo "== $*" >&2; }

mapfile -t sources < <(git ls-files 'index/*.cc' 'index/*.h' 'indexer/*.cc' \
  'indexer/*.h' 'searcher/*.cc' 'searcher/*.h' 'tests/*.cc' 'tests/*.h' \
  'bench/*.cc' 'bench/*.h')
step "layout of ${#sources[@]} sources"
clang-format --dry-run -Werror "${sources[@]}"

step "man pages"
mandoc -T lint -W warning docs/*.1

step "release build, warnings as errors"
cmake --preset ci >/dev/null
cmake --build --preset ci

step "tests"
ctest --preset ci

step "build with AddressSanitizer and UBSan"
cmake --preset asan >/dev/null
cmake --build --preset asan

step "tests under the sanitizers"
ctest --preset asan

step "threads under ThreadSanitizer"
cmake --preset tsan >/dev/null
cmake --build --preset tsan
for tests in parallel http mcp; do
  "build/tsan/tests/${tests}_tests" --gtest_brief=1
done
for story in load server_crowds server_hostile; do
  IBID_BIN=build/tsan TSAN_OPTIONS=halt_on_error=1 PYTHONDONTWRITEBYTECODE=1 \
    /usr/bin/python3 "tests/tools/test_$story.py"
done

step "static analysis"
scripts/tidy.sh

# Not by default: a build with another compiler, and new inputs every time.
if [ -n "${IBID_FUZZ_SECONDS:-}" ]; then
  step "fuzz targets, $IBID_FUZZ_SECONDS s each"
  scripts/fuzz.sh "$IBID_FUZZ_SECONDS"
fi
