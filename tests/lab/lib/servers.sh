#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts every server of the lab, all at once, and waits until each has answered.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/inside.sh"

# What has names to be served, before those are signed.
if [ -n "${WAXSEAL_LAB_FIRST:-}" ]; then "$WAXSEAL_LAB_FIRST"; fi

servers=(dns sockets mta-sts mxlab)
if [ -n "${WAXSEAL_LAB_SERVERS:-}" ]; then
  read -r -a servers <<< "$WAXSEAL_LAB_SERVERS"
elif [ "$(cat "$run/room")" = yes ]; then
  servers+=(postfix exim sendmail opensmtpd)
else
  printf 'not root: Postfix, Exim, Sendmail and OpenSMTPD are left out (they need several users)\n'
fi

waiting=()
for server in "${servers[@]}"; do
  if [ "$server" = mxlab ]; then
    "$source/lib/start_mxlab.sh" &
  else
    "$source/$server/start.sh" &
  fi
  waiting+=($!)
done

failed=0
for pid in "${waiting[@]}"; do
  wait "$pid" || failed=1
done
exit "$failed"
