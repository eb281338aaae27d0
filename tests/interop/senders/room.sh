#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# room.sh FOLDER COMMAND...
#
# The first process of a sender's own pid and mount namespaces, inside the lab's: a second OpenSMTPD needs
# a spool and a /run of its own, and Sendmail a syslog. Everything that the command starts ends with this.
set -euo pipefail
folder=$1
shift

mkdir -p "$folder"/{run,dev/shm}
cp -a /run/. "$folder/run/"
rm -f "$folder/run/smtpd.sock"
for device in null zero full random urandom tty; do
  touch "$folder/dev/$device"
  mount --bind "/dev/$device" "$folder/dev/$device"
done
ln -sfn /proc/self/fd "$folder/dev/fd"

mount --rbind "$folder/dev" /dev
mount --bind "$folder/run" /run
if [ -e "$folder/authorities.pem" ]; then
  mount --bind "$folder/authorities.pem" /etc/ssl/certs/ca-certificates.crt
fi
mkdir -p /var/spool/smtpd
mount -t tmpfs -o mode=711 sender /var/spool/smtpd

"$@" &
touch "$folder/room"
# bash reaps whatever the sender leaves behind.
while true; do
  sleep 3600 &
  wait $! || true
done
