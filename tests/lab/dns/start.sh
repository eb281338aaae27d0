#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# NSD serves the zones on 127.0.53.1; unbound validates them from the root down on 127.0.53.2.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

dns=$run/dns
programs=$packages/dns/usr

# Long before and after any test, so that no clock matters.
from=20200101000000 until=20380101000000

file_of() { # ZONE
  local name=${1%.}
  printf '%s' "${name:-root}"
}

# Keys for all first: the DS records must be in the parents before those are signed.
make_keys() {
  local zone above options key
  while read -r zone above options; do
    [[ $options == signed* ]] || continue
    key=$("$programs/bin/ldns-keygen" -a ECDSAP256SHA256 -k -r /dev/urandom "$zone")
    keys[$zone]=$key
    case "$zone $options" in
      ". "*) ;;
      *wrong-ds*) sed -E 's/[0-9a-f]{8}$/00000000/' "$key.ds" >> "$(file_of "$above").zone" ;;
      *) cat "$key.ds" >> "$(file_of "$above").zone" ;;
    esac
  done < zones
}

sign_zones() {
  local zone options file end
  while read -r zone _ options; do
    file=$(file_of "$zone")
    [[ $options == signed* ]] || { mv "$file.zone" "$file.served"; continue; }
    end=$until
    if [[ $options == *expired* ]]; then end=20200201000000; fi
    "$programs/bin/ldns-signzone" -i "$from" -e "$end" -o "$zone" -f "$file.served" "$file.zone" "${keys[$zone]}"
  done < zones
}

configure_nsd() {
  local zone
  cp "$source/dns/nsd.conf" ../nsd.conf
  while read -r zone _; do
    printf 'zone:\n  name: "%s"\n  zonefile: "%s.served"\n' "$zone" "$(file_of "$zone")"
  done < zones >> ../nsd.conf
}

# Briefly: drill asks a server that is not there yet again and again.
ask() { timeout 0.3 "$programs/bin/drill" "$@"; }
nsd_answers() { ask good.test @127.0.53.1 SOA | grep -q 'flags:.* aa '; }
unbound_answers() { ask -D good.test @127.0.53.2 MX | grep -q 'flags:.* ad '; }

mkdir -p "$dns"
# Of those who were started before (WAXSEAL_LAB_FIRST).
more_zones=("$run"/*.zones)
[ -e "${more_zones[0]}" ] || more_zones=()
/usr/bin/python3 "$source/dns/make_zones.py" "$source" "$ca" "$dns/zones" "${more_zones[@]}"
cd "$dns/zones"
declare -A keys
make_keys >> "$run/log/dns" 2>&1
sign_zones >> "$run/log/dns" 2>&1
configure_nsd
cp "${keys[.]}.ds" ../root.ds
cp "$source/dns/root.hints" "$source/dns/unbound.conf" ..

background nsd "$programs/sbin/nsd" -d -c "$dns/nsd.conf"
# An unbound that finds no root server at first comes back to it only seconds later.
await nsd_answers
background unbound "$programs/sbin/unbound" -d -c "$dns/unbound.conf"
if await unbound_answers; then ready dns "127.0.53.2 (NSD on 127.0.53.1, unbound)"; else not_ready dns; fi
