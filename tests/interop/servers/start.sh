#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The servers of servers.txt on 127.77.x.y; before the name servers, because it writes their names.
# INTEROP_SERVERS is the program; `interop` has looked for it.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. /var/spool/lab/source/lib/inside.sh

tables=$(dirname "$(dirname "${BASH_SOURCE[0]}")")
mkdir -p "$run/interop"
"$INTEROP_SERVERS" "$tables" --list > "$run/interop/servers.tsv"
background interop_servers "$INTEROP_SERVERS" "$tables" --ca "$run/interop/ca.pem" \
  --log "$run/interop/connections.jsonl" --zones "$run/interop.zones" --domains "$run/interop/domains.txt"
if await grep -q ready "$run/log/interop_servers"; then
  ready servers "127.77.x.y"
else
  not_ready interop_servers
fi
