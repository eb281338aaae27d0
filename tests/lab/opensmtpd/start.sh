#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# OpenSMTPD on 127.0.25.3. Two of its folders are compiled in; room.sh has made them writable inside.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

if [ -e "$run/no-overlay" ]; then
  printf 'opensmtpd is left out: this machine has no overlayfs\n'
  exit 0
fi

mkdir -p "$run/opensmtpd" /var/lib/opensmtpd/empty
cp -a "$packages/opensmtpd/usr/libexec/opensmtpd" /usr/libexec/
chmod 711 /var/lib/opensmtpd/empty
install -m 600 "$ca/opensmtpd.key" "$run/opensmtpd/key"
install -m 600 "$source/opensmtpd/smtpd.conf" "$run/opensmtpd/smtpd.conf"

# By its full path, because it executes itself again.
background opensmtpd "$packages/opensmtpd/usr/sbin/smtpd" -d -f "$run/opensmtpd/smtpd.conf"
await_greeting opensmtpd 127.0.25.3
