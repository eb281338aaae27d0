# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Read by the others. $folder is theirs alone, and gone when they end.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Ends the test as skipped when a program is not installed.
needs() {
  command -v "$1" >/dev/null && return
  printf 'skipped: %s is not installed\n' "$1"
  exit 77
}

# equal WHAT FOUND WANTED
equal() {
  [ "$2" = "$3" ] && return
  printf '%s\nfound:  %s\nwanted: %s\n' "$1" "$2" "$3" >&2
  exit 1
}
