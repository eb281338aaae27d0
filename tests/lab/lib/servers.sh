#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts every server of the lab, all at once, and waits until each has answered.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/inside.sh"

servers=(dns sockets mta-sts)
if [ "$(cat "$run/room")" = yes ]; then
  servers+=(postfix exim sendmail opensmtpd)
else
  printf 'not root: Postfix, Exim, Sendmail and OpenSMTPD are left out (they need several users)\n'
fi

"$source/lib/start_mxlab.sh" &
waiting=($!)
for server in "${servers[@]}"; do
  "$source/$server/start.sh" &
  waiting+=($!)
done

failed=0
for pid in "${waiting[@]}"; do
  wait "$pid" || failed=1
done
exit "$failed"
