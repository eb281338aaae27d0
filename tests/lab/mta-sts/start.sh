#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

background mta-sts /usr/bin/python3 "$source/mta-sts/policy_host.py" "$source/mta-sts/policies" "$ca" \
  127.0.80.1=sts 127.0.80.2=sts-expired
if await grep -q ready "$run/log/mta-sts"; then
  ready mta-sts "127.0.80.1:443 (policies), 127.0.80.2:443 (expired certificate)"
else
  not_ready mta-sts
fi
