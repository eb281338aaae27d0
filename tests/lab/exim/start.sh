#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Exim twice: on 127.0.25.2 with TLS 1.2 and 1.3, on 127.0.25.30 with TLS 1.2 only.
set -euo pipefail
# shellcheck source=tests/lab/lib/inside.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/inside.sh"

exim() { # FOLDER NAME ADDRESS CERTIFICATE PRIORITY
  local folder=$run/$1
  mkdir -p "$folder/spool"
  # Exim trusts no configuration that others may write.
  {
    printf 'FOLDER = %s\nNAME = %s\nADDRESS = %s\nCERTIFICATE = %s\nPRIORITY = %s\n' "$@"
    cat "$source/exim/exim.conf"
  } > "$folder/exim.conf"
  install -m 640 -g Debian-exim "$ca/$4.key" "$folder/key"
  chown -R Debian-exim:Debian-exim "$folder/spool"
  chown Debian-exim:Debian-exim "$folder"
  background "$1" "$packages/exim/usr/sbin/exim4" -C "$folder/exim.conf" -bd
  await_greeting "$1" "$3"
}

exim exim mx2.good.test 127.0.25.2 exim NORMAL:-VERS-TLS1.0:-VERS-TLS1.1
exim exim-tls12 tls12.exim.test 127.0.25.30 exim-tls12 NORMAL:-VERS-ALL:+VERS-TLS1.2
