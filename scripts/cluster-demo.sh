#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A database in two shards on hosts a and b, and a replica of the second on host
# c: searched as one, with a host killed, with the replica in its place, with a
# host cut off, and whole again. Hosts are network namespaces where the system
# lets us make them, else addresses of the loopback device. Exits with 0 if all
# went as it must. IBID_BIN names a folder of programs that are built already.
set -euo pipefail
cd "$(dirname "$0")/.."

port=33410
question='companies that use rust'
# Those who may make no network may where they are root of a namespace of users.
own_network=(unshare --net)
[ "$(id -u)" -eq 0 ] || own_network+=(--map-root-user)

build() {
  scripts/setup.sh
  cmake --preset release -D IBID_TESTS=OFF >build.log 2>&1 ||
    { cat build.log; exit 1; }
  cmake --build --preset release
  rm -f build.log
}

say() { printf '\n== %s\n' "$*"; }

fail() {
  {
    printf '\nFAILED: %s\n' "$*"
    if [ -s "${top:-}/log" ]; then
      echo "What the servers said last:"
      tail -n 20 "$top/log"
    fi
  } >&2
  exit 1
}

# until_true WHAT COMMAND...: waits, 20 s at most.
until_true() {
  local what=$1 end=$((SECONDS + 20))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || fail "waited in vain until $what"
    sleep 0.05
  done
}

# --- Hosts: namespaces joined by a bridge, on whose side the writer and the
# searcher stand; or addresses that this run alone is likely to have.

declare -A address inside server
pids=()

make_network() {
  if [ "$1" = --hosts ]; then
    # Not in the network of the machine.
    [ -z "$(ip -o link show up)" ] || fail "run $0 without options"
    net=10.77.0
    ip link set lo up
    ip link add name bridge type bridge
    ip addr add $net.1/24 dev bridge
    ip link set bridge up
  else
    net=127.77.$((RANDOM % 254 + 1))
  fi
}

make_host() {
  address[$1]=$net.$2
  inside[$1]="env"
  [ "$mode" = --hosts ] || return 0
  unshare --net sleep infinity &
  pids+=($!)
  inside[$1]="nsenter --target $! --net"
  until_true "host $1 has a network" is_apart $!
  ip link add "link-$1" type veth peer name eth0 netns $!
  ip link set "link-$1" master bridge up
  ${inside[$1]} ip link set lo up
  ${inside[$1]} ip addr add "${address[$1]}/24" dev eth0
  ${inside[$1]} ip link set eth0 up
}

is_apart() {
  [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# Whether a network with a host in it can be had at all.
can_have_hosts() {
  command -v ip nsenter unshare >/dev/null &&
    "${own_network[@]}" "$0" --try-hosts >/dev/null 2>&1
}

is_served() { : 2>/dev/null <"/dev/tcp/${address[$1]}/$port"; }
is_not_served() { ! is_served "$1"; }

serve() {
  ${inside[$1]} scripts/serve-shard.sh --address "${address[$1]}" $port "$2" \
    2>>"$top/log" &
  server[$1]=$!
  pids+=($!)
  until_true "host $1 serves $2" is_served "$1"
}

# As a crash would: nobody is told.
kill_host() {
  kill -KILL "${server[$1]}"
  wait "${server[$1]}" 2>/dev/null || true
  until_true "host $1 is dead" is_not_served "$1"
}

# As if the cable were out, or the machine hung: nobody answers.
cut_off() {
  if [ "$mode" = --hosts ]; then
    ip link set "link-$1" down
  else
    kill -STOP -- "-$(cat "/proc/${server[$1]}/task/${server[$1]}/children")"
  fi
}

join_again() {
  if [ "$mode" = --hosts ]; then
    ip link set "link-$1" up
  else
    kill -CONT -- "-$(cat "/proc/${server[$1]}/task/${server[$1]}/children")"
  fi
  until_true "host $1 is there" is_served "$1"
}

clean_up() {
  trap - EXIT
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait
  [ -z "${top:-}" ] || rm -rf "$top"
}

# --- Searches.

at() { echo "tcp:${address[$1]}:$port"; }

# "IDS missing SHARDS" of an answer.
found() {
  ibid-searcher --json -n 5 "$@" "$question" | /usr/bin/python3 -c '
import json, sys
answer = json.load(sys.stdin)
missing = [x["shard"] for x in answer.get("missing_shards", [])]
assert answer.get("partial", False) == bool(missing), answer
print(*[x["id"] for x in answer["hits"]], "missing", *missing)'
}

show() {
  echo "\$ ibid-searcher -n 1 $* $question"
  ibid-searcher -n 1 "$@" "$question"
}

search_whole() {
  show "$@"
  [ "$(found "$@")" = "$whole" ] ||
    fail "other hits than those of the one database"
  echo "-> whole: the five best are those of one database, in its order"
}

# search_without HOST OPTION...
search_without() {
  local host=$1 answer
  shift
  show "$@"
  answer=$(found "$@")
  [ "${answer#*missing}" = " $(at "$host")" ] ||
    fail "the answer does not say that host $host is missing: $answer"
  echo "-> partial, and it says which host is missing"
}

revision() { xapian-delve "$1" 2>/dev/null | grep -E '^(UUID|revision)'; }
has_caught_up() { [ "$(revision "$1")" = "$(revision "$2")" ]; }

demo() {
  say "One machine indexes corpus/ in two shards (and in one, to compare)"
  top=$(mktemp -d)
  cp -r corpus "$top/articles"
  rm "$top/articles/README.md"
  export XAPIAN_MAX_CHANGESETS=20
  ibid-indexer --db "$top/one" "$top/articles"
  ibid-indexer --db "$top/two" --shards 2 "$top/articles"
  whole=$(found --db "$top/one")

  make_network "$mode"
  make_host a 11
  make_host b 12
  make_host c 13
  say "Host a (${address[a]}) serves shard-0, host b (${address[b]}) shard-1"
  serve a "$top/two/shard-0"
  serve b "$top/two/shard-1"
  search_whole --db "$(at a)" --db "$(at b)"

  say "Host c (${address[c]}) follows shard-1 and serves its replica"
  scripts/replicate.sh serve --address "$net.1" $port "$top/two" \
    2>>"$top/log" &
  pids+=($!)
  address[writer]=$net.1
  until_true "the writer gives its shards away" is_served writer
  ${inside[c]} scripts/replicate.sh follow "$net.1:$port" shard-1 "$top/c" \
    2>>"$top/log" &
  pids+=($!)
  until_true "the replica is there" has_caught_up "$top/two/shard-1" "$top/c"
  serve c "$top/c"

  say "Host b is killed"
  kill_host b
  search_without b --db "$(at a)" --db "$(at b)"
  say "The replica in its place"
  search_whole --db "$(at a)" --db "$(at c)"
  say "An article more: the replica takes over what changed"
  printf '# Rust in kites\n\nKite companies use Rust for %s.\n' \
    'their steering' >"$top/articles/kites.md"
  ibid-indexer --db "$top/two"
  ibid-indexer --db "$top/one"
  whole=$(found --db "$top/one")
  until_true "the replica has it" has_caught_up "$top/two/shard-1" "$top/c"
  search_whole --db "$(at a)" --db "$(at c)"
  say "Host b comes back"
  serve b "$top/two/shard-1"
  search_whole --db "$(at a)" --db "$(at b)"

  say "Host a is cut off: searches wait a second for it"
  cut_off a
  search_without a --db "$(at a)" --db "$(at b)" --shard-timeout 1000
  say "Host a is there again"
  join_again a
  search_whole --db "$(at a)" --db "$(at b)"
  say "All went as it must: no hit was wrong or missing without being said"
}

mode=${1:-}
case "$mode" in
  --hosts | --loopback) ;;
  --try-hosts)
    mode=--hosts
    trap clean_up EXIT
    make_network "$mode"
    make_host a 11
    exit
    ;;
  *)
    if [ -z "${IBID_BIN:-}" ]; then
      build
      IBID_BIN=build/release
    fi
    PATH=$(realpath "$IBID_BIN"):$PATH
    if can_have_hosts; then
      say "Hosts are network namespaces"
      exec "${own_network[@]}" "$0" --hosts
    fi
    say "Hosts are addresses of the loopback device (no namespaces here)"
    exec "$0" --loopback
    ;;
esac
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
demo
