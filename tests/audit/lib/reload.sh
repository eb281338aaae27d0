#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# reload.sh NAME, inside the lab: the Postfix or Exim of run/audit/NAME reads its configuration again.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. /var/spool/lab/source/lib/inside.sh

folder=$run/audit/${1:?which server? reload NAME}
if [ -e "$folder/exim.conf" ]; then
  # Started anew: on SIGHUP it would call itself, without the right to port 25, because of the -C.
  kill "$(cat "$folder/pid")"
  address=$(sed -n 's/^local_interfaces = <; \([^ ]*\).*/\1/p' "$folder/exim.conf")
  # In a shell of its own, which a connection that is refused ends.
  silent() { ! (greets "$address" 25); }
  await silent
  background "$1" "$packages/exim/usr/sbin/exim4" -C "$folder/exim.conf" -bd
  await_greeting "$1" "$address"
elif [ -e "$folder/etc/main.cf" ]; then
  # Postfix reads a file again and again until it is two seconds old.
  touch -d '1 hour ago' "$folder/etc/"*
  kill -HUP "$(cat "$folder/spool/pid/master.pid")"
else
  printf 'reload: there is no server %s; there are: %s\n' "$1" "$(find "$run/audit" -mindepth 1 -maxdepth 1 -name '[a-z]*' ! -name policies -printf '%f ')" >&2
  exit 1
fi
