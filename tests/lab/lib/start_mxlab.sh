#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# mxlab twice: the behaviours of mxlab.json on 127.0.26.x, and the crowd of load.json on 127.80.x.y.
# MXLAB is the program; `lab` has looked for it.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/inside.sh"

if [ -z "${MXLAB:-}" ]; then
  printf 'mxlab is left out: build it (cmake --build --preset release --target mxlab) or set MXLAB\n'
  exit 0
fi

mxlab() { # NAME TABLE WHERE
  local name=$1 table=$2 where=$3
  background "$name" "$MXLAB" "$table" --ca-dir "$ca/mxlab/$name" --stats "$run/log/$name.statistics"
  if await grep -q ready "$run/log/$name"; then ready "$name" "$where"; else not_ready "$name"; fi
}

for name in mxlab load; do
  mkdir -p "$ca/mxlab/$name"
  cp "$ca/ca.key" "$ca/ca.pem" "$ca/mxlab/$name/"
done

mxlab mxlab "$source/mxlab.json" "127.0.26.x" &
other=$!
failed=0
mxlab load "$source/load.json" "127.80.0.1 and 4,999 more" || failed=1
wait "$other" || failed=1
exit "$failed"
