#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# zone.sh NAME..., inside the lab: signs run/dns/zones/NAME.zone again, which somebody has changed, and has NSD read it and
# unbound forget what it knows.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. /var/spool/lab/source/lib/inside.sh

programs=$packages/dns/usr
cd "$run/dns/zones"

sign() { # ZONE
  local key
  [ -e "$1.zone" ] || { printf 'zone: there is no %s/%s.zone\n' "$PWD" "$1" >&2; exit 1; }
  key=$(find . -name "K$1.+*.key" -printf '%f\n' -quit)
  [ -n "$key" ] || { printf 'zone: %s is not signed\n' "$1" >&2; exit 1; }
  "$programs/bin/ldns-signzone" -i 20200101000000 -e 20380101000000 -o "$1." -f "$1.new" "$1.zone" "${key%.key}"
  mv "$1.new" "$1.served"
}

signature() { "$programs/bin/drill" -D "$1" "@$2" SOA | grep -o 'RRSIG.SOA.*'; }
served() { # ZONE SERVER: is it what was signed just now? An ECDSA signature differs every time.
  local told
  told=$(signature "$1" "$2" | awk '{print $NF}' | head -n 1)
  [ -n "$told" ] && tr -d ' \n' < "$1.served" | grep -qF "$told"
}

for zone in "$@"; do sign "$zone"; done
kill -HUP "$(cat "$run/dns/nsd.pid")"
for zone in "$@"; do await served "$zone" 127.0.53.1; done
kill -HUP "$(cat "$run/dns/unbound.pid")"
for zone in "$@"; do await served "$zone" 127.0.53.2; done
