# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# For the scripts that start Xapian's servers, which know no passwords: what
# addresses they may listen on, and how they are started and ended. Bash; to be
# sourced.

# Ends the script unless an IPv4 address (Xapian has no others) is of this
# machine alone or of a private network.
require_private_address() {
  local byte='(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])'
  if [ "$1" = localhost ]; then return; fi
  if [[ $1 =~ ^$byte\.$byte\.$byte\.$byte$ ]]; then
    case "$1" in
      127.* | 10.* | 192.168.* | 169.254.*) return ;;
      172.1[6-9].* | 172.2[0-9].* | 172.3[01].*) return ;;
      # Shared address space, which private overlays use.
      100.6[4-9].* | 100.[7-9][0-9].*) return ;;
      100.1[01][0-9].* | 100.12[0-7].*) return ;;
    esac
    echo "$(basename "$0"): $1 is not a private address, and whoever reaches" \
      "it could read all" >&2
  else
    echo "$(basename "$0"): name an IPv4 address of this machine instead of" \
      "'$1'" >&2
  fi
  echo "listen on 127.0.0.1 or a private address, behind a tunnel where" \
    "machines are apart (docs/cluster.md)" >&2
  exit 2
}

# Runs a server and the processes that it forks as a group of their own, which
# is ended with this script, however that ends: at SIGTERM these servers end
# their whole group, and without it those who are connected would be served on.
run_in_its_own_session() {
  if ! command -v "$1" >/dev/null; then
    echo "$(basename "$0"): $1 is not installed; it is in Debian's" \
      "xapian-tools" >&2
    exit 2
  fi
  setsid setpriv --pdeathsig TERM "$@" &
  local server=$! code=0
  # shellcheck disable=SC2064  # the server of now
  trap "kill -TERM -- -$server 2>/dev/null; wait $server; exit 0" INT TERM HUP
  wait "$server" || code=$?
  exit "$code"
}
