#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sendmail on 127.0.25.4.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

sendmail=$run/sendmail
mkdir -p "$sendmail"
mkdir -m 700 "$sendmail/mqueue"
touch "$sendmail/statistics"
# It refuses a key that anybody else may read.
install -m 600 "$ca/sendmail.key" "$sendmail/key"
"$packages/tools/usr/bin/m4" -D_CF_DIR_="$packages/sendmail/usr/share/sendmail/cf/" \
  "$source/sendmail/sendmail.mc" > "$sendmail/sendmail.cf" 2>> "$run/log/sendmail"

background sendmail "$packages/sendmail/usr/libexec/sendmail/sendmail" -L sm -bD \
  -O LogLevel=14 -X "$run/log/sendmail.traffic" -C "$sendmail/sendmail.cf"
await_greeting sendmail 127.0.25.4
