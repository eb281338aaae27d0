#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The first process inside the namespaces: furnishes them, then only waits and reaps.
# room.sh STATE SOURCE INSIDE
set -euo pipefail
state=$1 source=$2 inside=$3
run=$state/run
etc=$run/etc

network() {
  ip link set lo up
  # Every 127.x.y.z answers as it is; IPv6 has ::1 only, so the servers' addresses are added.
  if [ -e /proc/net/if_inet6 ]; then
    ip address add fd00:25::1/128 dev lo nodad
    ip address add fd00:26::1/128 dev lo nodad
  fi
  # Sendmail waits a minute when the machine's name has no dot.
  hostname lab.good.test
}

# What servers write outside their own folders, such as OpenSMTPD's /run/smtpd.sock, stays inside.
# OpenSMTPD has two more folders compiled in; without overlayfs it is left out.
folders() {
  mount --no-mtab -t tmpfs -o mode=755 lab /run
  mount -t tmpfs -o mode=755 lab /var/spool
  mkdir -p "$inside"/{run,ca,packages,source}
  mount --bind "$run" "$inside/run"
  mount --bind "$state/ca" "$inside/ca"
  mount --bind "$state/packages" "$inside/packages"
  mount --bind "$source" "$inside/source"
  [ "$real_servers" = yes ] || return 0

  mkdir -m 711 /var/spool/smtpd
  local parent
  for parent in /usr/libexec /var/lib; do
    mkdir -p "/var/spool/overlay$parent"/{new,work}
    mount -t overlay lab -o "lowerdir=$parent,upperdir=/var/spool/overlay$parent/new,workdir=/var/spool/overlay$parent/work" \
      "$parent" || touch "$run/no-overlay"
  done
}

accounts() {
  local theirs='^(postfix|postdrop|Debian-exim|opensmtpd|opensmtpq|smmta|smmsp):'
  grep -vE "$theirs" /etc/passwd > "$etc/passwd"
  grep -vE "$theirs" /etc/group > "$etc/group"
  cat >> "$etc/passwd" << 'ACCOUNTS'
postfix:x:64801:64801::/nonexistent:/usr/sbin/nologin
Debian-exim:x:64803:64803::/nonexistent:/usr/sbin/nologin
opensmtpd:x:64804:64804::/var/lib/opensmtpd/empty:/usr/sbin/nologin
opensmtpq:x:64805:64805::/var/lib/opensmtpd/empty:/usr/sbin/nologin
smmta:x:64806:64806::/nonexistent:/usr/sbin/nologin
smmsp:x:64807:64807::/nonexistent:/usr/sbin/nologin
ACCOUNTS
  cat >> "$etc/group" << 'GROUPS'
postfix:x:64801:
postdrop:x:64802:
Debian-exim:x:64803:
opensmtpd:x:64804:
opensmtpq:x:64805:
smmta:x:64806:
smmsp:x:64807:
GROUPS
}

files() {
  mkdir -p "$etc"
  accounts
  printf 'nameserver 127.0.53.2\noptions trust-ad edns0\n' > "$etc/resolv.conf"
  printf '127.0.0.1 localhost lab.good.test\n::1 localhost\n' > "$etc/hosts"
  printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n' > "$etc/nsswitch.conf"
  # It would leave its notes on the machine.
  if [ -d /var/cache/ldconfig ]; then mount -t tmpfs lab /var/cache/ldconfig; fi
  ldconfig -X -f "$inside/packages/ld.so.conf" -C "$etc/ld.so.cache" 2> /dev/null
  local file target
  for file in passwd group resolv.conf hosts nsswitch.conf ld.so.cache; do
    # resolv.conf may be a link into /run, which is empty now.
    target=$(readlink -m "/etc/$file")
    case $target in /run/*) mkdir -p "$(dirname "$target")" && touch "$target" ;; esac
    # Where the machine has no such file there is nothing to hide, but no place to mount it either.
    if [ -e "$target" ]; then mount --bind "$etc/$file" "$target"; fi
  done
}

real_servers=yes
# An ordinary user has one uid inside, and the mail servers need several.
[ "$(awk '{print $3; exit}' /proc/self/uid_map)" -gt 1 ] || real_servers=no

network
folders
files
printf '%s\n' "$real_servers" > "$run/room"

# Asks everything to end (as init: -1 is all that lives inside), so that mxlab writes its statistics.
end() {
  [ $$ -ne 1 ] || kill -TERM -1
  sleep 0.1
  exit 0
}
trap end TERM

# bash reaps whatever the servers leave behind.
while true; do
  sleep 3600 &
  wait $! || true
done
