#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is the audit's own, before the name servers, because it has zones for them: policies and who serves them,
# Postfix as postfix/servers.txt says, Exim.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. /var/spool/lab/source/lib/inside.sh

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
audit=$run/audit
mkdir -p "$audit/policies"
# Every address of fd00:27:: answers, as those of 127.0.0.0/8 do, and is none of lo's own: a Postfix that sends would take
# a server there for itself.
echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
ip -6 route add local fd00:27::/64 dev lo
cp "$here/audit.zones" "$run/audit.zones"
/usr/bin/python3 "$here/lib/prepare.py" "$here" "$audit" "$ca"

background policies /usr/bin/python3 "$source/mta-sts/policy_host.py" "$audit/policies" "$ca" \
  127.0.80.11=audit-sts 127.0.80.12=audit-sts-expired 127.0.80.13=audit-sts-name 127.0.80.14=audit-sts-self \
  127.0.80.16=silent

postfix() { # INSTANCE ADDRESS
  local folder=$audit/$1
  install -d -o postfix -m 700 "$folder"/{data,spool/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,private,saved,trace}}
  install -d -o postfix -g postdrop -m 730 "$folder/spool/maildrop"
  install -d -o postfix -g postdrop -m 710 "$folder/spool/public"
  mkdir -p "$folder/spool/pid"
  # Postfix reads a file again and again until it is two seconds old: it may still be written to.
  touch -d '1 hour ago' "$folder/etc/"*
  background "$1" env MAIL_CONFIG="$folder/etc" "$packages/postfix/usr/lib/postfix/sbin/master" -w
  await_greeting "$1" "$2"
}

exim() { # FOLDER CERTIFICATE ADDRESS
  local folder=$audit/$1
  mkdir -p "$folder/spool" "$folder/tls"
  cp "$ca/$2.chain" "$folder/tls/certificate.pem"
  install -m 640 -g Debian-exim "$ca/$2.key" "$folder/tls/key.pem"
  chown Debian-exim:Debian-exim "$folder" "$folder/spool"
  background "$1" "$packages/exim/usr/sbin/exim4" -C "$folder/exim.conf" -bd
  await_greeting "$1" "$3"
}

# The certificate that somebody has fetched already, and not put in place.
mkdir -p "$audit/try-expired/tls"
cp "$ca/try-expired-new.chain" "$audit/try-expired/tls/renewed.pem"
install -m 640 -g Debian-exim "$ca/try-expired-new.key" "$audit/try-expired/tls/renewed-key.pem"

waiting=()
postfix mail 127.0.27.1 & waiting+=($!)
postfix try-chain 127.0.27.31 & waiting+=($!)
postfix try-stale 127.0.27.33 & waiting+=($!)
exim healthy-2 healthy-2 127.0.27.22 & waiting+=($!)
exim try-expired try-expired 127.0.27.32 & waiting+=($!)
for pid in "${waiting[@]}"; do wait "$pid"; done
if await grep -q ready "$run/log/policies"; then ready policies 127.0.80.11; else not_ready policies; fi
