#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One Postfix on 127.0.25.1, .5, .11 to .29, .31 and fd00:25::1.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

postfix=$run/postfix
mkdir -p "$postfix"/{etc,spool/pid}
cp "$source/postfix/main.cf" "$source/postfix/master.cf" "$postfix/etc/"
# What "postfix check" would make and look over, which takes it two seconds.
install -d -o postfix -m 700 "$postfix"/{data,spool/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,private,saved,trace}}
install -d -o postfix -g postdrop -m 730 "$postfix/spool/maildrop"
install -d -o postfix -g postdrop -m 710 "$postfix/spool/public"
if ! [ -e /proc/net/if_inet6 ]; then
  sed -i '/^\[fd00/d' "$postfix/etc/master.cf"
  sed -i 's/^inet_protocols.*/inet_protocols = ipv4/' "$postfix/etc/main.cf"
fi
# Postfix reads a file again and again until it is two seconds old: it may still be written to.
touch -d '1 hour ago' "$postfix/etc/"*

background postfix.start env MAIL_CONFIG="$postfix/etc" \
  "$packages/postfix/usr/lib/postfix/sbin/master" -w
await_greeting postfix 127.0.25.1
