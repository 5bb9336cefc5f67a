#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copies of a database on other machines that follow it by what changes, with
# xapian-replicate-server and xapian-replicate (docs/cluster.md).
set -euo pipefail
# shellcheck source=scripts/private-address.sh
. "$(dirname "$0")/private-address.sh"

usage() {
  cat <<'EOF'
Usage: replicate.sh serve [--address ADDRESS] PORT FOLDER
       replicate.sh follow [--every SECONDS] HOST:PORT NAME REPLICA
       replicate.sh promote DATABASE REPLICA...

  serve    gives the databases in FOLDER to followers, by their names in there;
           on 127.0.0.1 or the private address that is named. What writes to
           them must run with XAPIAN_MAX_CHANGESETS set.
  follow   keeps the folder REPLICA a copy of the database NAME, looking for
           changes every second or so many. Searchers take REPLICA for a
           database; nothing else may write to it.
  promote  makes replicas, those of all shards of a database or that of the one
           that it is, into DATABASE, which is written to from then on. No
           follower may be at work on them.

serve and follow go on until they are interrupted.
EOF
}

fail() {
  echo "replicate.sh: $*" >&2
  exit 2
}

serve() {
  local address=127.0.0.1
  case "${1:-}" in
    --address) address=${2:-}; shift 2 ;;
    --address=*) address=${1#*=}; shift ;;
  esac
  [ $# -eq 2 ] || { usage >&2; exit 2; }
  require_private_address "$address"
  [ -d "$2" ] || fail "there is no folder $2"
  run_in_its_own_session xapian-replicate-server --interface "$address" \
    --port "$1" "$2"
}

# Where the copy that is in use lies in a replica; nothing where there is none.
live_copy() {
  local name
  [ -e "$1/XAPIANDB" ] || return 0
  name=$(sed -n 's/^auto \(replica_[01]\)$/\1/p' "$1/XAPIANDB")
  [ -z "$name" ] || [ ! -e "$1/$name/iamglass" ] || echo "$1/$name"
}

follow() {
  local every=1
  case "${1:-}" in
    --every) every=${2:-}; shift 2 ;;
    --every=*) every=${1#*=}; shift ;;
  esac
  [ $# -eq 3 ] || { usage >&2; exit 2; }
  local host=${1%:*} port=${1##*:} name=$2 replica=$3
  [ "$host" != "$1" ] || fail "$1 is not HOST:PORT"
  [[ $every =~ ^[1-9][0-9]{0,5}$ ]] || fail "--every takes whole seconds"
  # Killed in its first moment, xapian-replicate leaves a folder that it refuses
  # from then on.
  if [ -d "$replica" ] && [ ! -e "$replica/XAPIANDB" ]; then
    [ -z "$(find "$replica" -mindepth 1 -maxdepth 1 ! -name replica_0 \
      ! -name XAPIANDB.tmp)" ] || fail "$replica holds something else"
    rm -rf "$replica"
  fi
  mkdir -p "$(dirname "$replica")"
  # Readers of ours look for a newer revision themselves, so none waits for them
  # (--reader-time); a source that hangs is given up (--timeout).
  run_in_its_own_session xapian-replicate --host "$host" --port "$port" \
    --master "$name" --interval "$every" --reader-time 0 --timeout 30 "$replica"
}

promote() {
  [ $# -ge 2 ] || { usage >&2; exit 2; }
  local database=$1 replica copy number=0 indexer
  shift
  indexer=$(command -v ibid-indexer) ||
    indexer=$(dirname "$0")/../build/release/ibid-indexer
  [ ! -e "$database" ] || fail "$database exists"
  for replica in "$@"; do
    [ -n "$(live_copy "$replica")" ] || fail "$replica is no replica"
  done
  if [ $# -eq 1 ]; then
    mv "$(live_copy "$1")" "$database"
  else
    mkdir "$database"
    for replica in "$@"; do
      copy=$(live_copy "$replica")
      mv "$copy" "$database/shard-$number"
      echo "auto shard-$number" >>"$database/XAPIANDB"
      number=$((number + 1))
    done
  fi
  rm -rf "$@"
  # A new identity: other replicas may have been ahead of these, and would take
  # the next change for one to what they have.
  "$indexer" --db "$database" --compact
}

command=${1:-}
[ $# -eq 0 ] || shift
case "$command" in
  serve | follow | promote) "$command" "$@" ;;
  -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
