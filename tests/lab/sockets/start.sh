#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

background sockets /usr/bin/python3 "$source/sockets/sockets.py"
if await grep -q ready "$run/log/sockets"; then
  ready sockets "127.0.53.9 (silent name server), 127.0.25.98 (connections time out)"
else
  not_ready sockets
fi
