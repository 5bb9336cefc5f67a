#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Serves a database, for reading alone, to searchers on other machines that name
# it as tcp:ADDRESS:PORT. xapian-tcpsrv asks nobody for a password, so only
# addresses that no stranger reaches are taken (docs/cluster.md).
set -euo pipefail
# shellcheck source=scripts/private-address.sh
. "$(dirname "$0")/private-address.sh"

usage() {
  cat <<'EOF'
Usage: serve-shard.sh [--address ADDRESS] PORT DATABASE

  --address ADDRESS  where to listen: 127.0.0.1 (default) or the address of this
                     machine in a private network
  --i-know-that-anyone-may-read-it
                     listen on any other address too; something else must keep
                     strangers out

Goes on until it is interrupted.
EOF
}

address=127.0.0.1
any=
while [ $# -gt 0 ]; do
  case "$1" in
    --address) address=${2:-}; shift ;;
    --address=*) address=${1#*=} ;;
    --i-know-that-anyone-may-read-it) any=1 ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
  esac
  shift
done
[ $# -eq 2 ] || { usage >&2; exit 2; }
[ -n "$any" ] || require_private_address "$address"
run_in_its_own_session xapian-tcpsrv --quiet --interface "$address" \
  --port "$1" "$2"
