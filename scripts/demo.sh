#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds ibid, indexes corpus/ and asks it a few questions.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
cmake --preset release -D IBID_TESTS=OFF >build.log 2>&1 ||
  { cat build.log; exit 1; }
cmake --build --preset release
rm -f build.log

bin=build/release
db=build/demo.db
show() {
  echo
  echo "\$ $*"
  "$bin/$1" "${@:2}" || [ $? -eq 1 ]
}
rm -rf "$db"
export IBID_DB="$db"
show ibid-indexer --exclude README.md corpus
show ibid-searcher -n 2 which companies use rust
show ibid-searcher -n 2 '"inverted index" +compression'
show ibid-searcher -n 2 "how do I stop two threads from waiting on each other"
show ibid-searcher -n 2 xylophone
echo
echo "Ask your own: IBID_DB=$db $bin/ibid-searcher your question"
echo "In a browser: $bin/ibid-server --db $db"
